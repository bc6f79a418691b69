using System.Text.Json;

namespace StoreForensics.Reports.Json;

/// <summary>One evidence as it was opened.</summary>
public static class EvidenceJson
{
    public static void Write(Utf8JsonWriter json, EvidenceDetails evidence)
    {
        json.WriteStartObject();
        WriteFacts(json, evidence);
        json.WriteEndObject();
    }

    internal static void WriteFacts(Utf8JsonWriter json, EvidenceDetails evidence)
    {
        json.WriteText("evidence", evidence.Name);
        json.WriteTexts("wrapping", evidence.Wrapping);
        json.WriteCount("size", evidence.SizeBytes);
        json.WriteText("sha256", evidence.Sha256);
        json.WriteText("sha256_of", evidence.Sha256Of);
        json.WriteCount("entries", evidence.Entries);
    }
}
