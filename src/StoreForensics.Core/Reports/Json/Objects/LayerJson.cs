using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>A layer: in the inventory.</summary>
public static class LayerJson
{
    public static void Write(Utf8JsonWriter json, Layer layer)
    {
        json.WriteStartObject();
        json.WriteText("id", layer.Id);
        json.WriteText("store", layer.Store.Name);
        json.WriteText("role", RoleOf(layer));
        json.WriteText("parent", layer.Parent?.Id);
        json.WriteText("diff_id", layer.DiffId);
        json.WriteText("chain_id", layer.ChainId);
        json.WriteCount("size", layer.RecordedSize);
        json.WriteTime("registered", layer.Registered);
        json.WriteCount("step", layer.Step?.Number);
        json.WriteText("created_by", layer.Step?.CreatedBy);
        json.WriteTexts("images", layer.Images.Select(image => image.Id));
        json.WriteTexts("containers", layer.Containers.Select(container => container.Id));
        json.WriteBoolean("files_reachable", layer.Files is not null);
        json.WriteText("unreachable_reason", layer.UnreachableReason);
        json.WriteOrigin("origin", layer.Origin);
        json.WriteEndObject();
    }

    internal static string RoleOf(Layer layer) => layer.Role switch
    {
        LayerRole.Image => "image",
        LayerRole.Container => "container",
        LayerRole.ContainerInit => "container_init",
        LayerRole.Removing => "removing",
        LayerRole.BuildCache => "build_cache",
        _ => "orphan",
    };
}
