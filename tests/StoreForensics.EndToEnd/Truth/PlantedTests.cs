using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>What the scenarios planted can be seen: each path in the timeline of its image or container. What is said of it is the findings' task.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class PlantedTests
{
    private static IEnumerable<GraphEvidence> WithPlanted => [GraphEvidence.Barn, GraphEvidence.Elder];

    [TestCaseSource(nameof(WithPlanted))]
    public void Every_planted_path_is_in_the_timeline_of_its_subject(GraphEvidence evidence)
    {
        var rows = new TimelineRows(evidence.Timeline).All.Where(row => row["path"].Length > 0).ToLookup(row => row["path"]);
        var disagreements = new Disagreements();
        foreach ((string subject, string path) in Planted(evidence))
        {
            disagreements.True($"{path} of {subject}", rows[path].Any(row => Concerns(row, subject)));
        }
        disagreements.AssertNone(10);
    }

    private static bool Concerns(TimelineRow row, string subject) =>
        row["container"].Split('|').Contains(subject)
        || row["image"].Split('|').Any(image => image == subject || image == subject + ":latest");

    private static IEnumerable<(string Subject, string Path)> Planted(GraphEvidence evidence)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require(evidence.Planted!)));
        foreach (JsonElement item in document.RootElement.GetProperty("planted").EnumerateArray())
        {
            if (item.Text("path") is { } path)
                yield return (item.Text("subject")!, path);
        }
    }
}
