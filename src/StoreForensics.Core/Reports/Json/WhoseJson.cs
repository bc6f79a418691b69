using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Model.Layout;

namespace StoreForensics.Reports.Json;

/// <summary>An object of <c>whose</c>: an owner of a path of the evidence.</summary>
public static class WhoseJson
{
    public static void Write(Utf8JsonWriter json, PathOwner owner, LayoutFact? what = null)
    {
        json.WriteStartObject();
        json.WriteText("layer", owner.Layer?.Id);
        json.WriteTexts("images", owner.Images);
        json.WriteTexts("image_ids", owner.ImageIds);
        json.WriteTexts("containers", owner.Containers);
        json.WriteTexts("container_ids", owner.ContainerIds);
        json.WriteText("volume", owner.Volume?.Name);
        json.WriteBytes("path", owner.Path.Span);
        json.WriteText("store", owner.Store.Name);
        json.WriteText("evidence", owner.Store.Root.Evidence);
        json.WriteText("diff_id", owner.Layer?.DiffId);
        json.WriteText("chain_id", owner.Layer?.ChainId);
        WriteWhat(json, what);
        json.WriteEndObject();
    }

    private static void WriteWhat(Utf8JsonWriter json, LayoutFact? what)
    {
        json.WriteText("what", what?.Title);
        json.WriteText("says", what?.Says);
        json.WriteText("key", what?.Key);
        json.WriteText("value", what?.Value);
    }
}
