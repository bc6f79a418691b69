using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Images of registries that few know.</summary>
internal sealed class ImageRegistryRule : IInventoryRule
{
    private static readonly Rule s_rule = new("image-registry", "Image of a registry that is not widely known", FindingConfidence.Low, ["T1204.003", "T1525"],
        "Whose registry it is, and what else came from there.")
    {
        When = "An image is named after a registry that is none of the large public ones.",
        Alternatives = ["the organisation's own registry"],
        IsAboutObject = true,
        Severities = [FindingSeverity.Info, FindingSeverity.Low],
    };

    private static readonly string[] s_known =
    [
        "docker.io", "index.docker.io", "registry-1.docker.io", "ghcr.io", "quay.io", "gcr.io", "k8s.gcr.io", "registry.k8s.io", "mcr.microsoft.com",
            "public.ecr.aws", "registry.access.redhat.com", "registry.redhat.io",
        "registry.fedoraproject.org", "registry.gitlab.com", "docker.elastic.co", "nvcr.io", "container-registry.oracle.com", "localhost",
    ];

    private static readonly string[] s_knownEndings = [".gcr.io", ".pkg.dev", ".amazonaws.com", ".azurecr.io"];

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Image image in inventory.Images)
        {
            foreach (string registry in image.References.Select(r =>
                r.Registry).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                string host = registry.Split(':')[0];
                if (s_known.Contains(host, StringComparer.Ordinal) || s_knownEndings.Any(end => host.EndsWith(end, StringComparison.Ordinal)))
                    continue;
                FindingSeverity severity = host.StartsWith("127.", StringComparison.Ordinal) ? FindingSeverity.Info : FindingSeverity.Low;
                sink.Add(s_rule, severity, Subjects.Of(image), $"It is named after {DisplayText.Escape(registry)}.", image.Origin, time: image.Made);
            }
        }
    }
}
