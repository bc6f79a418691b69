using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Builds;

/// <summary>Images that were built here and are gone.</summary>
internal sealed class BuildResultRule : IInventoryRule
{
    private const string ImageExporter = "image", MobyExporter = "moby";

    private static readonly Rule s_gone = new("build-image-gone", "Image that was built here is gone", FindingConfidence.High, ["T1070.004"],
        "What the build did: its log (builds EVIDENCE ID), its Dockerfile, and the build cache, which may have its layers still.")
    {
        When = "A builder has the record of a build that made an image, and neither the image nor its name is in the store; "
            + "info when the name is another image's now.",
        Basis = ["the builder's record of the build; the store's images"],
        Alternatives = ["an image that was removed as images are, or pushed elsewhere"],
        Severities = [FindingSeverity.Info, FindingSeverity.Low],
    };

    public IReadOnlyList<Rule> Rules => [s_gone];

    public void Look(Inventory inventory, FindingSink sink)
    {
        HashSet<(string, string)> names = [.. inventory.Images.SelectMany(i => i.DisplayNames.Select(n => (i.Store.Root.Evidence, n)))];
        foreach (BuildRecord build in inventory.Builds.Where(b =>
            b is { Images.Count: 0, Store.HasImages: true } && BuildStatus.Word(b) == BuildStatus.Completed))
        {
            IReadOnlyList<string> given = BuildReferences.Names(build);
            if (given.Count == 0 || build.Results.Count == 0 || !build.Exporters.Any(e => e.Type is ImageExporter or MobyExporter))
                continue;
            string[] gone = [.. given.Where(n => !names.Contains((build.Store.Root.Evidence, n)))];
            string what = string.Join(", ", given.Select(n => DisplayText.Escape(n)));
            sink.Add(s_gone, gone.Length == 0 ? FindingSeverity.Info : FindingSeverity.Low, gone.Length == 0 ? BuildSubjects.Of(build) : gone,
                $"The build {build.Id} made {what} ({DisplayText.Escape(build.Results[0].Digest)}); no such image is in the store any more"
                    + (gone.Length == 0 ? ", its name is another one's." : "."), build.Origin, time: build.Completed);
        }
    }
}
