using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.GoJson;

/// <summary>Where a <see cref="JsonView"/> tells that a field has another type than an engine writes; the first one of a file is kept.</summary>
internal sealed class JsonFaults(Origin origin, ProblemLog problems)
{
    public void WrongType(string field, string expected, JsonValueKind actual) =>
        problems.Damage("SF-JSON-0006", origin, $"the field {DisplayText.Escape(field)} holds {Name(actual)} where {expected} belongs; it is not used");

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
