using System.Globalization;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Xfs.Directories;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;
using StoreForensics.Ingest.FileSystems.Xfs.Log;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>Reads all of a log once: uses of inodes, names, who had which blocks.</summary>
internal sealed class LogReading
{
    private readonly XfsVolume _xfs;
    private readonly LogHistory _history;
    private readonly LoggedDirectories _directories;
    private readonly OldNames _names;

    private LogReading(IBlockSource disk, XfsVolume xfs)
    {
        _xfs = xfs;
        _history = LogHistory.Read(disk, xfs);
        _directories = new LoggedDirectories(disk, xfs.Super);
        Uses = new InodeUses(xfs);
        Claims = new BlockClaims(xfs);
        _names = new OldNames(Uses);
    }

    public InodeUses Uses { get; }

    public BlockClaims Claims { get; }

    /// <inheritdoc cref="LogHistory.Oldest"/>
    public ulong Oldest => _history.Oldest;

    /// <inheritdoc cref="LogHistory.Newest"/>
    public ulong Newest => _history.Newest;

    /// <summary>Whether nothing is missing from a record of the log on.</summary>
    public bool IsWholeFrom(ulong lsn) => lsn >= _history.WholeFrom && !Claims.IsFull;

    /// <exception cref="EvidenceFormatException">The log cannot be read.</exception>
    public static LogReading Of(IBlockSource disk, XfsVolume xfs)
    {
        var reading = new LogReading(disk, xfs);
        foreach (LogTransaction transaction in reading._history.Transactions())
            reading.Take(transaction);
        reading.Uses.Finish();
        reading._names.Finish();
        return reading;
    }

    /// <summary>A record of the log for people.</summary>
    public static string Words(ulong lsn) => string.Create(CultureInfo.InvariantCulture, $"the log's record {lsn >> 32}:{lsn & uint.MaxValue}");

    // What inodes are first, so that names mean what they did when it was committed.
    private void Take(LogTransaction transaction)
    {
        var small = new List<Inode>();
        foreach (LogItem item in transaction.Items.Where(i => i.Kind == LogItemKind.Inode))
        {
            if (LoggedForks.Parse(item, _xfs.Super) is not { } logged || Uses.Take(item, logged, transaction.Lsn) is not { } inode)
                continue;
            Claims.Take(logged.Block * XfsLayout.BasicBlockBytes, default, logged.Length * (long)XfsLayout.BasicBlockBytes, transaction.Lsn);
            if (logged.HasData && inode.Kind == Evidence.EntryKind.File)
                Claims.Take(inode, transaction.Lsn);
            else if (logged.HasData && inode is { Kind: Evidence.EntryKind.Directory, Format: ForkFormat.Local, Links: > 0 })
                small.Add(inode);
        }
        foreach (Inode directory in small)
        {
            ShortDirectory.Read(directory, _xfs.Super.HasFileTypes, (number, name, _) =>
                TakeName(directory.Number, directory.Modified, number, name, transaction.Lsn));
        }
        foreach (LogItem item in transaction.Items.Where(i => i.Kind == LogItemKind.Buffer))
        {
            if (BufferDescription.Parse(item.Regions[0]) is { } buffer)
                Take(item, buffer, transaction.Lsn);
        }
    }

    private void Take(LogItem item, BufferDescription buffer, ulong lsn)
    {
        if (buffer.IsCancel)
        {
            _directories.Take(item, buffer, lsn, static (_, _, _) => { });
            return;
        }
        bool isWhole = buffer.Runs().FirstOrDefault() is { First: 0, Count: > 0 } && item.Regions.Count > 1;
        Claims.Take(buffer.Key.Block * XfsLayout.BasicBlockBytes, isWhole ? item.Regions[1] : default,
            buffer.Key.Length * (long)XfsLayout.BasicBlockBytes, lsn);
        var names = new List<(ulong Number, byte[] Name)>();
        if (_directories.Take(item, buffer, lsn, (number, name, _) => names.Add((number, name.ToArray()))) is not ulong directory)
            return;
        Timestamp? changed = Uses.ChangedOf(directory);
        foreach ((ulong number, byte[] name) in names)
            TakeName(directory, changed, number, name, lsn);
    }

    private void TakeName(ulong directory, Timestamp? changed, ulong number, ReadOnlySpan<byte> name, ulong lsn)
    {
        if (!name.ContainsAny((byte)'/', (byte)0))
            _names.Take(directory, changed, number, name, lsn);
    }
}
