using System.Globalization;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Timelines;

/// <summary>The rows of one timeline, by event type.</summary>
internal sealed class TimelineRows(CsvTable table)
{
    private readonly ILookup<string, TimelineRow> _byType = table.Rows.Select(cells => new TimelineRow(table, cells)).ToLookup(row => row.Type);

    public IEnumerable<TimelineRow> All => _byType.SelectMany(group => group);

    public IEnumerable<TimelineRow> Of(string type) => _byType[type];

    /// <summary>How many events of the type have the time: for events that must stand once.</summary>
    public int Count(string type, string? time, Func<TimelineRow, bool> where) => _byType[type].Count(row => row.Time == time && where(row));

    /// <summary>A number cell, null when empty.</summary>
    public static long? Number(string cell) => cell.Length == 0 ? null : long.Parse(cell, CultureInfo.InvariantCulture);
}
