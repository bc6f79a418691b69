using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>Something that a removal, an interruption or a change of driver left behind.</summary>
public static class LeftoverJson
{
    public static void Write(Utf8JsonWriter json, Leftover leftover)
    {
        json.WriteStartObject();
        json.WriteText("kind", leftover.Kind);
        json.WriteText("name", leftover.Name);
        json.WriteText("evidence", leftover.Origin.Evidence);
        json.WritePath("path", leftover.Origin.Path);
        json.WriteCount("offset", leftover.Origin.Offset);
        json.WriteText("detail", leftover.Detail);
        json.WriteEndObject();
    }
}
