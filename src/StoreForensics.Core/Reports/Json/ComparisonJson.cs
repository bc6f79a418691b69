using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Views;

namespace StoreForensics.Reports.Json;

/// <summary>The objects of <c>compare</c>, one a line, told apart by <c>record</c>: <c>fork</c>, <c>step</c>, <c>config</c>, <c>file</c>.</summary>
public static class ComparisonJson
{
    /// <summary>Everything, in that order; each action writes one object.</summary>
    public static IEnumerable<Action<Utf8JsonWriter>> Records(ImageComparison comparison)
    {
        yield return json => Fork(json, comparison);
        foreach (BuildStep step in comparison.StepsAfter(comparison.First))
            yield return json => Step(json, step, "a");
        foreach (BuildStep step in comparison.StepsAfter(comparison.Second))
            yield return json => Step(json, step, "b");
        foreach (ConfigDifference difference in comparison.Configuration)
            yield return json => Config(json, difference);
        foreach (FileDifference difference in comparison.Files)
            yield return json => File(json, difference, comparison);
    }

    private static void Fork(Utf8JsonWriter json, ImageComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("record", "fork");
        Side(json, "a", comparison.First);
        Side(json, "b", comparison.Second);
        json.WriteNumber("shared_layers", comparison.SharedLayers);
        json.WriteText("last_shared_layer", comparison.LastSharedLayer?.Id);
        json.WriteNumber("shared_steps", comparison.SharedSteps);
        json.WriteText("last_shared_created_by", comparison.LastSharedStep?.CreatedBy);
        foreach ((string name, char change) in new[] { ("added", 'A'), ("removed", 'D'), ("changed", 'C') })
            json.WriteNumber(name, comparison.Files.Count(f => f.Change == change));
        json.WriteEndObject();
    }

    private static void Side(Utf8JsonWriter json, string name, Image image)
    {
        json.WriteStartObject(name);
        json.WriteText("id", image.Id);
        json.WriteTexts("names", image.References.Select(r => r.ToString()));
        json.WriteTime("created", image.Created);
        json.WriteText("store", image.Store.Name);
        json.WriteEndObject();
    }

    private static void Step(Utf8JsonWriter json, BuildStep step, string side)
    {
        json.WriteStartObject();
        json.WriteString("record", "step");
        json.WriteString("side", side);
        HistoryJson.WriteFacts(json, step);
        json.WriteEndObject();
    }

    private static void Config(Utf8JsonWriter json, ConfigDifference difference)
    {
        json.WriteStartObject();
        json.WriteString("record", "config");
        json.WriteString("setting", difference.Setting);
        json.WriteText("name", difference.Name);
        json.WriteTexts("a", difference.First);
        json.WriteTexts("b", difference.Second);
        json.WriteEndObject();
    }

    private static void File(Utf8JsonWriter json, FileDifference difference, ImageComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("record", "file");
        json.WriteString("change", [difference.Change]);
        json.WriteBytes("path", difference.Path);
        json.WriteTexts("differs", EntryAspectNames.Of(difference.Aspects));
        VersionJson.Write(json, "a", difference.First, (j, entry) => Place(j, entry, comparison.First));
        VersionJson.Write(json, "b", difference.Second, (j, entry) => Place(j, entry, comparison.Second));
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, ViewEntry entry, Image image)
    {
        json.WriteBytes("link_target", entry.Tree.LinkTarget(entry.Node));
        VersionJson.WriteHardLink(json, entry);
        json.WriteText("layer", entry.Layer.Id);
        json.WriteCount("step", image.Steps.Find(s => s.Layer == entry.Layer)?.Number);
    }
}
