using System.Text.Json;
using StoreForensics.Model.Layout;

namespace StoreForensics.Reports.Json;

/// <summary>Objects of <c>info --layout</c>: <c>store</c>, <c>title</c>, <c>says</c>, <c>path</c>, <c>there</c> (false: where it would lie), <c>key</c> and
/// <c>value</c> (as read from that path, null where nothing was), <c>count</c> (null: not counted).</summary>
public static class LayoutJson
{
    public static void Write(Utf8JsonWriter json, LayoutFact fact)
    {
        json.WriteStartObject();
        json.WriteText("evidence", fact.Place.Evidence);
        json.WriteText("store", fact.Store.Name);
        json.WriteText("title", fact.Title);
        json.WriteText("says", fact.Says);
        json.WriteBytes("path", fact.Place.Path.Bytes);
        json.WriteBoolean("there", fact.IsThere);
        json.WriteText("key", fact.Key);
        json.WriteText("value", fact.Value);
        json.WriteCount("count", fact.Count);
        json.WriteEndObject();
    }
}
