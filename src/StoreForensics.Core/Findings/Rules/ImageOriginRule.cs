using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Images that nobody built, that have a name which is not theirs, or that are gone.</summary>
internal sealed class ImageOriginRule : IInventoryRule
{
    private static readonly Rule s_committed = new("image-committed", "Image committed by hand", FindingConfidence.Medium, ["T1525"], "The container that it was made of: the image holds all that was changed in it.")
    {
        When = "An image was made of a container by docker commit.",
        Severities = [FindingSeverity.Medium],
    };
    private static readonly Rule s_gone = new("container-image-gone", "Container without its image", FindingConfidence.High, ["T1070.004"], "Who removed the image, and whether a registry still has it.")
    {
        When = "A container's image is not in the store any more.",
        Severities = [FindingSeverity.Medium],
    };
    private static readonly Rule s_names = new("image-foreign-name", "One image under unrelated names", FindingConfidence.Medium, ["T1036.005", "T1525"], "Which name it was made or pulled under, and who gave it the other.")
    {
        When = "One image has names of different owners whose last parts differ; medium when some name a registry and others do not.",
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };
    private static readonly Rule s_untagged = new("container-image-untagged", "Container of an image without a name", FindingConfidence.Medium, ["T1036"], "Whether the name went to another image.")
    {
        When = "A container's image has no name.",
        Severities = [FindingSeverity.Low],
    };
    private static readonly Rule s_dangling = new("image-dangling", "Image without a name", FindingConfidence.Low, ["T1036"], "Whether a build broke off, or its name was given to another image.")
    {
        When = "An image has no name and nothing is built on it.",
        Severities = [FindingSeverity.Info],
    };

    private static readonly Rule s_registry = new("image-registry", "Image of a registry that is not widely known", FindingConfidence.Low, ["T1204.003", "T1525"], "Whose registry it is, and what else came from there.")
    {
        When = "An image is named after a registry that is none of the large public ones.",
        Severities = [FindingSeverity.Info, FindingSeverity.Low],
    };

    private static readonly string[] s_known =
    [
        "docker.io", "index.docker.io", "registry-1.docker.io", "ghcr.io", "quay.io", "gcr.io", "k8s.gcr.io", "registry.k8s.io", "mcr.microsoft.com", "public.ecr.aws", "registry.access.redhat.com", "registry.redhat.io",
        "registry.fedoraproject.org", "registry.gitlab.com", "docker.elastic.co", "nvcr.io", "container-registry.oracle.com", "localhost",
    ];

    public IReadOnlyList<Rule> Rules => [s_registry, s_committed, s_gone, s_names, s_untagged, s_dangling];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Image image in inventory.Images)
        {
            if (image.Provenance?.Origin == "committed" && !image.IsIntermediate)
                sink.Add(s_committed, FindingSeverity.Medium, Subjects.Of(image), "It was made of a container by docker commit, not by a build.", image.Origin, time: image.Created?.Time);
            Names(image, sink);
            Registries(image, sink);
            if (image.IsDangling)
                sink.Add(s_dangling, FindingSeverity.Info, Subjects.Of(image), "No repository names it, and no image is built on it.", image.Origin, time: image.Created?.Time);
        }
        foreach (Container container in inventory.Containers)
        {
            if (container is { Image: null, ImageId: not null })
                sink.Add(s_gone, FindingSeverity.Medium, [container.DisplayName], $"Its image {DisplayText.Escape(container.ImageName ?? container.ImageId)} is not in the store any more.", container.Origin, time: container.Created?.Time);
            else if (container.Image is { References.Count: 0 })
                sink.Add(s_untagged, FindingSeverity.Low, [container.DisplayName], $"Its image {container.Image.ShortId} has no name.", container.Origin, time: container.Created?.Time);
        }
    }

    // A name before the first slash is a registry when it has a dot or a port, as the engine decides it.
    private static void Registries(Image image, FindingSink sink)
    {
        foreach (string registry in image.References.Select(r => r.Repository.Split('/')).Where(p => p.Length > 1 && (p[0].Contains('.', StringComparison.Ordinal) || p[0].Contains(':', StringComparison.Ordinal))).Select(p => p[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string host = registry.Split(':')[0];
            if (!s_known.Contains(host, StringComparer.Ordinal) && !host.EndsWith(".gcr.io", StringComparison.Ordinal) && !host.EndsWith(".pkg.dev", StringComparison.Ordinal) && !host.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !host.EndsWith(".azurecr.io", StringComparison.Ordinal))
                sink.Add(s_registry, host.StartsWith("127.", StringComparison.Ordinal) ? FindingSeverity.Info : FindingSeverity.Low, Subjects.Of(image), $"It is named after {DisplayText.Escape(registry)}.", image.Origin, time: image.Created?.Time);
        }
    }

    // One image is often tagged for several registries, where the last part of the name stays, or twice by one owner.
    private static void Names(Image image, FindingSink sink)
    {
        string[] names = [.. image.References.Select(r => r.Repository[(r.Repository.LastIndexOf('/') + 1)..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        int owners = image.References.Select(r => r.Repository[..Math.Max(0, r.Repository.LastIndexOf('/'))]).Distinct(StringComparer.Ordinal).Count();
        bool[] registries = [.. image.References.Select(r => r.Repository.Split('/')).Select(p => p.Length > 1 && (p[0].Contains('.', StringComparison.Ordinal) || p[0].Contains(':', StringComparison.Ordinal)))];
        if (names.Length > 1 && owners > 1)
            sink.Add(s_names, registries.Contains(true) && registries.Contains(false) ? FindingSeverity.Medium : FindingSeverity.Low, Subjects.Of(image), $"It is called {string.Join(" and ", names.Take(5).Select(n => DisplayText.Escape(n)))}.", image.Origin, time: image.Created?.Time);
    }
}
