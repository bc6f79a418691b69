using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Builds;

/// <summary>What went into builds: secrets, and contexts that the builder fetched from elsewhere.</summary>
internal sealed class BuildInputRule : IInventoryRule
{
    private static readonly Rule s_secret = new("build-secret", "Secret given to a build", FindingConfidence.High, ["T1552"],
        "Whether a step kept the secret in a layer or in a cache mount, and whether it should be changed.")
    {
        When = "The provenance of a build names secrets that its steps could read.",
        Basis = ["the ids of secrets in the build's provenance; their values are recorded nowhere"],
        Alternatives = ["a build that needs to log in somewhere"],
        Severities = [FindingSeverity.Info],
    };
    private static readonly Rule s_remote = new("build-remote-context", "Built from a context elsewhere", FindingConfidence.High, ["T1195.002"],
        "What lies at that address, and at which revision it was built.")
    {
        When = "A build's context is an address that the builder fetched itself, not a directory of its client.",
        Basis = ["the address in the builder's record of the build"],
        Alternatives = ["a build from one's own repository"],
        Severities = [FindingSeverity.Low],
    };

    public IReadOnlyList<Rule> Rules => [s_secret, s_remote];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (BuildRecord build in inventory.Builds)
        {
            if (build.Provenance is { Secrets: { Count: > 0 } secrets })
                sink.Add(s_secret, FindingSeverity.Info, BuildSubjects.Of(build),
                    $"The build {build.Id} was given the secrets {string.Join(", ", secrets.Select(s => DisplayText.Escape(s)))}.", build.Origin,
                    time: build.Started);
            if (BuildNaming.Context(build) is { } context && BuildNaming.IsRemote(context))
                sink.Add(s_remote, FindingSeverity.Low, BuildSubjects.Of(build),
                    $"The build {build.Id} has its context from {DisplayText.Escape(context)}{Revision(build)}.", build.Origin, time: build.Started);
        }
    }

    private static string Revision(BuildRecord build)
    {
        string? revision = build.Provenance?.VcsRevision ?? build.Attributes.GetValueOrDefault("vcs:revision");
        return string.IsNullOrEmpty(revision) ? "" : $", revision {DisplayText.Escape(revision)}";
    }
}
