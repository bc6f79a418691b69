using StoreForensics.Findings.Chronology;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Images that were published under a name, and containers that run another under it. Asked only where digests of both are recorded.</summary>
internal sealed class PublishedImageRule : IInventoryRule
{
    private static readonly Rule s_rule = new("image-not-published", "Runs another image than was published under its name", FindingConfidence.Medium,
        ["T1525", "T1036.005"], "What differs: compare the two images; who gave the name away, and when.")
    {
        When = "A container runs, under a name of which the store or a registry in the evidence has a published digest, an image that was made on this host and has no digest of that name, or one of another digest; medium where the running one was made here and the published one was not.",
        Basis = ["the names, digests and ids of images as the engine and the registry recorded them"],
        Alternatives = ["a name that was built or pulled anew while the container kept its image", "an image that was built here and not yet pushed"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        ILookup<string, (Image Image, ImageReference Name)> byRepository = inventory.Images.SelectMany(i => i.References.Select(r => (Image: i, Name: r)))
            .ToLookup(n => n.Name.Repository, StringComparer.Ordinal);
        foreach (Container container in inventory.Containers)
        {
            if (container is { Image: { } runs, ImageName: { Length: > 0 } typed } && NameOf(typed) is var (repository, tag))
                Look(container, runs, repository, tag, byRepository, sink);
        }
    }

    private static void Look(Container container, Image runs, string repository, string tag, ILookup<string, (Image Image, ImageReference Name)> byRepository,
        FindingSink sink)
    {
        string[] own = Digests(byRepository[repository].Where(n => n.Image == runs));
        (string Digest, string Where, Image Image)? published = InStore(runs, repository, tag, byRepository) ?? InRegistry(runs, repository, tag, byRepository);
        if (published is not { } other || own.Contains(other.Digest, StringComparer.Ordinal))
            return;
        string name = DisplayText.Escape($"{repository}:{tag}");
        if (own.Length > 0)
            sink.Add(s_rule, FindingSeverity.Low, [container.DisplayName],
                $"It runs {own[0]} as {name}, and {other.Where} has {other.Digest} under that name.", container.Origin, time: container.Created?.Time);
        else if (CourseOfEvents.IsMadeHere(runs))
            sink.Add(s_rule, CourseOfEvents.IsMadeHere(other.Image) ? FindingSeverity.Low : FindingSeverity.Medium, [container.DisplayName],
                $"It runs {DisplayText.Escape(runs.Id)}, made on this host, as {name}, and {other.Where} has {other.Digest} under that name.", container.Origin,
                time: container.Created?.Time);
    }

    // Of the same store: the image that has the name now and is not the one that runs; or one that was published in the repository, has no tag there any
    // more, and is the only one of which that is so, while the one that runs has the tag.
    private static (string, string, Image)? InStore(Image runs, string repository, string tag, ILookup<string, (Image Image, ImageReference Name)> byRepository)
    {
        (Image Image, ImageReference Name)[] names = [.. byRepository[repository].Where(n => n.Image.Store.Root == runs.Store.Root)];
        if (names.FirstOrDefault(n => n.Name.Tag == tag).Image is not { } now)
            return null;
        if (now != runs)
            return Digests(names.Where(n => n.Image == now)) is [var digest, ..] ? (digest, "the store", now) : null;
        Image[] untagged = [.. names.Select(n => n.Image).Distinct().Where(i => names.All(n => n.Image != i || n.Name.Tag is null))];
        return untagged is [var one] && Digests(names.Where(n => n.Image == one)) is [var taken] ? (taken, "an image of the store without a tag", one) : null;
    }

    // A registry's own storage knows its repositories without the registry's name.
    private static (string, string, Image)? InRegistry(Image runs, string repository, string tag, ILookup<string, (Image Image,
        ImageReference Name)> byRepository)
    {
        int slash = repository.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || new ImageReference(repository, null, null).Registry is null)
            return null;
        return byRepository[repository[(slash + 1)..]].Where(n => n.Image.Store is { Driver: "registry" } && n.Image.Store.Root != runs.Store.Root
            && n.Name is { Digest: not null } name && name.Tag == tag).Select(n => ((string, string, Image)?)(n.Name.Digest!, "the registry", n.Image))
            .FirstOrDefault();
    }

    private static string[] Digests(IEnumerable<(Image Image, ImageReference Name)> names) =>
        [.. names.Select(n => n.Name.Digest).OfType<string>().Distinct(StringComparer.Ordinal)];

    // What was typed: a name with its tag, latest where there is none. Null for ids and digests, which cannot be given away.
    private static (string, string)? NameOf(string typed)
    {
        if (typed.Contains('@', StringComparison.Ordinal) || typed.StartsWith("sha256:", StringComparison.Ordinal))
            return null;
        int colon = typed.LastIndexOf(':');
        (string repository, string tag) = colon > typed.LastIndexOf('/') ? (typed[..colon], typed[(colon + 1)..]) : (typed, "latest");
        foreach (string prefix in (ReadOnlySpan<string>)["docker.io/library/", "docker.io/"])
        {
            if (repository.StartsWith(prefix, StringComparison.Ordinal))
                return (repository[prefix.Length..], tag);
        }
        return (repository, tag);
    }
}
