using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

internal static class RecordedTimes
{
    /// <summary>A time as recorded; null when missing, not RFC 3339, or Go's "never".</summary>
    public static RecordedTime? Time(this JsonView json, string name) =>
        json.Text(name) is { } text && Timestamp.TryParse(text) is { } time && time != Timestamp.GoZero ? new RecordedTime(time, text) : null;
}
