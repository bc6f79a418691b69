using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Views;

namespace StoreForensics.Reports.Json;

/// <summary>An object of <c>history</c>: a build step.</summary>
public static class HistoryJson
{
    /// <summary>The order of <c>docker history</c>.</summary>
    public static IEnumerable<BuildStep> NewestFirst(Image image) => image.Steps.AsEnumerable().Reverse();

    /// <summary>The step.</summary>
    public static void Write(Utf8JsonWriter json, BuildStep step)
    {
        json.WriteStartObject();
        WriteFacts(json, step);
        json.WriteEndObject();
    }

    /// <summary>The step and, as <c>--changes</c> asks, what it did to the file system: the changes as they come, then how many there were of each.</summary>
    public static void Write(Utf8JsonWriter json, BuildStep step, IEnumerable<FileChange> changes, ContentDigests digests)
    {
        json.WriteStartObject();
        WriteFacts(json, step);
        long added = 0, modified = 0, deleted = 0;
        json.WriteStartArray("changes");
        foreach (FileChange change in changes)
        {
            FileChangeJson.Write(json, change, digests);
            _ = change.Change switch { 'A' => added++, 'D' => deleted++, _ => modified++ };
        }
        json.WriteEndArray();
        json.WriteNumber("added", added);
        json.WriteNumber("modified", modified);
        json.WriteNumber("deleted", deleted);
        json.WriteEndObject();
    }

    internal static void WriteFacts(Utf8JsonWriter json, BuildStep step)
    {
        json.WriteNumber("step", step.Number);
        json.WriteTime("created", step.Created);
        json.WriteString("created_by", step.CreatedBy);
        json.WriteString("instruction", step.Instruction);
        json.WriteCount("size", step.Size);
        json.WriteText("layer", step.Layer?.Id);
        json.WriteText("diff_id", step.Layer?.DiffId);
        json.WriteText("chain_id", step.Layer?.ChainId);
        json.WriteBoolean("layer_inferred", step.LayerIsInferred);
        json.WriteText("comment", step.Comment);
        json.WriteText("author", step.Author);
        json.WriteBoolean("empty_layer", step.IsEmptyLayer);
        json.WriteText("image_id", step.ImageId);
    }
}
