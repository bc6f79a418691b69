using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using static StoreForensics.Tests.Formats.TarSplit.TarSplitSample;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>
/// The tar in which a described layer travels, the same for all drivers: PAX for times to the nanosecond, deletions as <c>.wh.</c> names (OCI image-spec
/// layer.md). The root is not in it.
/// </summary>
internal sealed class LayerTar
{
    private readonly ArrayBufferWriter<byte> _tar = new();
    private readonly List<string> _split = [];
    private int _padding;

    public LayerTar(DescribedLayer layer)
    {
        foreach (DescribedEntry entry in layer.Entries.Where(e => e.Path != "/"))
        {
            Add(entry);
            if (entry.IsReplaced)
                AddMark(entry.Path + "/.wh..wh..opq", entry.Modified);
        }
        foreach (DescribedDeletion deletion in layer.Deletions)
            AddMark($"{deletion.Directory.TrimEnd('/')}/.wh.{deletion.Path[(deletion.Path.LastIndexOf('/') + 1)..]}", deletion.At);
        byte[] end = new byte[1024];
        _split.Add(Segment(_split.Count, new byte[_padding], end));
        _tar.Write(end);
    }

    /// <summary>With <c>sha256:</c>.</summary>
    public string DiffId => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(_tar.WrittenSpan));

    /// <summary>The tar itself.</summary>
    public byte[] Bytes => _tar.WrittenSpan.ToArray();

    /// <summary><c>tar-split.json.gz</c>.</summary>
    public byte[] Split => Gzip(Lines([.. _split]));

    private void Add(DescribedEntry e)
    {
        string name = e.Path[1..] + (e.Kind == EntryKind.Directory ? "/" : "");
        string content = e.LinkOf is null ? e.Content : "";
        char type = e.Kind switch
        {
            EntryKind.Directory => '5',
            EntryKind.Symlink => '2',
            _ => e.LinkOf is null ? '0' : '1',
        };
        byte[] header = Header(name, content.Length, type, e.LinkOf?[1..] ?? e.Target, e.Mode, e.Modified.Seconds, uid: e.Uid, gid: e.Gid);
        Add(name, content, [.. Time(e.Modified), .. header]);
    }

    private void AddMark(string path, Timestamp at) => Add(path[1..], "", [.. Time(at), .. Header(path[1..], 0, mode: 0, mtime: at.Seconds, uid: 0, gid: 0)]);

    private void Add(string name, string content, byte[] headers)
    {
        _split.Add(Segment(_split.Count, new byte[_padding], headers));
        _split.Add(File(_split.Count, name, content));
        _padding = -content.Length & 511;
        _tar.Write(headers);
        _tar.Write(Padded(Encoding.ASCII.GetBytes(content)));
    }

    private static byte[] Time(Timestamp time) => Pax('x', ("mtime", string.Create(CultureInfo.InvariantCulture, $"{time.Seconds}.{time.Nanoseconds:d9}")));
}
