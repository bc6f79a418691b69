using System.Text.Json;
using StoreForensics.Evidence;

namespace StoreForensics.Reports.Json;

/// <summary>What marks a row of something that was deleted: <c>recovered</c>, <c>certainty</c>, <c>basis</c>, <c>removed</c>.</summary>
internal static class RecoveryJson
{
    /// <param name="json">In an object.</param>
    /// <param name="recovery">Null: it is there, and nothing is written.</param>
    public static void Write(Utf8JsonWriter json, Recovery? recovery)
    {
        if (recovery is null)
            return;
        json.WriteBoolean("recovered", true);
        json.WriteText("certainty", recovery.Word);
        json.WriteText("basis", recovery.Basis);
        json.WriteTime("removed", recovery.Removed);
    }
}
