using System.Text.Json;
using StoreForensics.Cases;

namespace StoreForensics.Reports.Json;

/// <summary>How many of what there is: keys of <c>info</c>, and the object <c>counts</c> of the inventory.</summary>
internal static class CountsJson
{
    public static void Write(Utf8JsonWriter json, Case subject)
    {
        json.WriteStartObject("counts");
        WriteProperties(json, subject.Counts);
        json.WriteNumber("events", subject.Timeline.Summary.Count);
        json.WriteNumber("problems", subject.ProblemCount);
        json.WriteEndObject();
    }

    public static void WriteProperties(Utf8JsonWriter json, InventoryCounts counts)
    {
        json.WriteNumber("images", counts.Images);
        json.WriteNumber("tagged_images", counts.TaggedImages);
        json.WriteNumber("dangling_images", counts.DanglingImages);
        json.WriteNumber("intermediate_images", counts.IntermediateImages);
        json.WriteNumber("layers", counts.Layers);
        json.WriteNumber("containers", counts.Containers);
        json.WriteNumber("running_containers", counts.RunningContainers);
        json.WriteNumber("volumes", counts.Volumes);
        json.WriteNumber("networks", counts.Networks);
        json.WriteCount("leftovers", counts.Leftovers);
    }
}
