using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Xfs.Log;

/// <summary>
/// Changes of files that take several transactions: begun with an intent, ended with a note that it is done. Those that are about free space and who uses which
/// block alone change nothing of what is read here and are not counted.
/// </summary>
internal sealed class OpenIntents
{
    private readonly HashSet<(LogItemKind Kind, ulong Id)> _open = [];

    public int Count => _open.Count;

    public void Take(LogItem item)
    {
        if (item.Regions[0].Length < 16)
            return;
        ulong id = BinaryPrimitives.ReadUInt64LittleEndian(item.Regions[0].AsSpan(8));
        if (item.Kind is LogItemKind.MapIntent or LogItemKind.AttributeIntent or LogItemKind.ExchangeIntent)
            _open.Add((item.Kind, id));
        else if (item.Kind is LogItemKind.MapDone or LogItemKind.AttributeDone or LogItemKind.ExchangeDone)
            _open.Remove((item.Kind - 1, id));
    }
}
