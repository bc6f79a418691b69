using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Images that nobody built, that have a name which is not theirs, or that are gone.</summary>
internal sealed class ImageOriginRule : IInventoryRule
{
    private static readonly Rule s_committed = new("image-committed", "Image committed by hand", FindingConfidence.Medium, ["T1525"],
        "The container that it was made of: the image holds all that was changed in it.")
    {
        When = "An image was made of a container by a commit (docker commit, podman commit); low where nothing was below it, as Buildah builds from scratch.",
        Alternatives = ["people who make images by hand", "a script that builds with Buildah and without a Dockerfile"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };
    private static readonly Rule s_gone = new("container-image-gone", "Container without its image", FindingConfidence.High, ["T1070.004"],
        "Who removed the image, and whether a registry still has it.")
    {
        When = "A container's image is not among the images of the store any more; what it was made of may still be kept, as by the history of builds.",
        Alternatives = ["the image was removed by force, or was not collected"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Medium],
    };
    private static readonly Rule s_names = new("image-foreign-name", "One image under unrelated names", FindingConfidence.Medium, ["T1036.005", "T1525"],
        "Which name it was made or pulled under, and who gave it the other.")
    {
        When = "One image has names of different owners whose last parts differ; medium when some name a registry and others do not, and it is not Podman's localhost/ with more behind the name.",
        Alternatives = ["an image that was mirrored or tagged for another registry"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };
    private static readonly Rule s_untagged = new("container-image-untagged", "Container of an image without a name", FindingConfidence.Medium, ["T1036"],
        "Whether the name went to another image.")
    {
        When = "A container's image has no name.",
        Alternatives = ["its name was given to a newer image, as builds do"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Low],
    };
    private static readonly Rule s_dangling = new("image-dangling", "Image without a name", FindingConfidence.Low, ["T1036"],
        "Whether a build broke off, or its name was given to another image.")
    {
        When = "An image has no name and nothing is built on it.",
        Alternatives = ["a build whose name was given to a newer one"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_committed, s_gone, s_names, s_untagged, s_dangling];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Image image in inventory.Images)
        {
            if (image.Provenance is { Origin: Provenance.Committed } or { Origin: Provenance.Unknown, Made: Provenance.Committed } && !image.IsIntermediate)
                Committed(image, sink);
            Names(image, sink);
            if (image.IsDangling)
                sink.Add(s_dangling, FindingSeverity.Info, Subjects.Of(image), "No repository names it, and no image is built on it.", image.Origin,
                    time: image.Made);
        }
        foreach (Container container in inventory.Containers)
        {
            if (container is { Image: null, ImageId: not null, Store.HasImages: true })
                sink.Add(s_gone, FindingSeverity.Medium, [container.DisplayName],
                    Gone(inventory, container), container.Origin);
            else if (container.Image is { References.Count: 0 })
                sink.Add(s_untagged, FindingSeverity.Low, [container.DisplayName], $"Its image {container.Image.ShortId} has no name.", container.Origin,
                    time: container.Created?.Time);
        }
    }

    // A container of an image keeps that image's layers below its own.
    private static void Committed(Image image, FindingSink sink)
    {
        bool isFromNothing = image is { Steps.Count: 1, Layers.Count: 1, ParentId: null };
        string words = isFromNothing ? "It was made by a commit of a container with nothing below it, as Buildah builds from scratch"
            : "It was made of a container by a commit, not by a build";
        string where = image.Provenance!.Origin == Provenance.Unknown ? "; whether on this host is not recorded." : ".";
        sink.Add(s_committed, isFromNothing ? FindingSeverity.Low : FindingSeverity.Medium, Subjects.Of(image), words + where, image.Origin, time: image.Made);
    }

    // The name may have gone on to another image.
    private static string Gone(Inventory inventory, Container container)
    {
        string name = DisplayText.Escape(container.ImageName ?? container.ImageId!);
        bool isTaken = container.ImageName is { } typed && inventory.Images.Any(i => i.Store.Root == container.Store.Root && i.DisplayNames.Contains(typed));
        return isTaken
            ? $"Its image {DisplayText.Escape(container.ImageId!)} is no image of the store any more; {name} is another one now."
            : $"Its image {name} is no image of the store any more.";
    }

    // One image is often tagged for several registries, where the last part of the name stays, or twice by one owner.
    private static void Names(Image image, FindingSink sink)
    {
        string[] names = [.. image.References.Select(r =>
            r.Repository[(r.Repository.LastIndexOf('/') + 1)..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int owners = image.References.Select(r => r.Repository[..Math.Max(0, r.Repository.LastIndexOf('/'))]).Distinct(StringComparer.Ordinal).Count();
        bool isMixed = image.References.Exists(r => r.Registry is null) && image.References.Exists(r => r.Registry is not null);
        if (names.Length > 1 && owners > 1)
            sink.Add(s_names, isMixed && !IsLocalName(image, names) ? FindingSeverity.Medium : FindingSeverity.Low, Subjects.Of(image),
                $"It is called {string.Join(" and ", names.Take(5).Select(n => DisplayText.Escape(n)))}.", image.Origin, time: image.Made);
    }

    // "localhost/" is what Podman and its like put before a name that was given here: side and localhost/…/side-loaded are no two things.
    private static bool IsLocalName(Image image, string[] names)
    {
        string first = names[0];
        return image.References.Exists(r => r.Repository.StartsWith("localhost/", StringComparison.Ordinal))
            && names.Skip(1).All(n => n.StartsWith(first, StringComparison.Ordinal) && n[first.Length] is ('-' or '_' or '.'));
    }
}
