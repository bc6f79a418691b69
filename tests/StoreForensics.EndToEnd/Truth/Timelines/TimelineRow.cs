using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Timelines;

/// <summary>One row of the timeline's CSV by column names.</summary>
internal sealed class TimelineRow(CsvTable table, string[] cells)
{
    public string this[string column] => table.Cell(cells, column);

    public string Type => this["event_type"];

    /// <summary>The exact bytes of the path inside the layer.</summary>
    public string Path => RawBytes.OfCsvCell(this["path"]);

    /// <summary>In the spelling that <see cref="EngineTime"/> gives the truth.</summary>
    public string Time => EngineTime.Canonical(this["datetime"])!;

    public override string ToString() => string.Join(',', cells);
}
