using StoreForensics.Ingest.Archives.Tar;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>What a name in a layer's tar stands for (OCI image-spec layer.md, "Whiteouts").</summary>
internal enum RecordedNameKind
{
    /// <summary>A file, directory and so on.</summary>
    Entry,

    /// <summary><c>.wh.NAME</c>: the layer deletes NAME.</summary>
    Deletion,

    /// <summary><c>.wh..wh..opq</c>: nothing below shows through this directory.</summary>
    Opaque,

    /// <summary>AUFS's own files, which engines of its time stored with the layer and do not extract.</summary>
    Bookkeeping,

    /// <summary>Leads out of the layer: no engine extracts such a name.</summary>
    Escaping,
}

/// <summary>A tar name made a path of the layer: without leading slash, dots and trailing
/// slash; of a deletion the deleted path, of an opaque mark its directory.</summary>
internal readonly record struct RecordedName(RecordedNameKind Kind, EvidencePath Path)
{
    private static ReadOnlySpan<byte> Prefix => ".wh."u8;

    public static RecordedName Of(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> path = TarPath.Relative(name);
        if (Climbs(path))
            return new(RecordedNameKind.Escaping, new EvidencePath(path));
        int slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> last = path[(slash + 1)..];
        if (last.SequenceEqual(".wh..wh..opq"u8))
            return new(RecordedNameKind.Opaque, new EvidencePath(path[..Math.Max(0, slash)]));
        if (HasBookkeeping(path))
            return new(RecordedNameKind.Bookkeeping, new EvidencePath(path));
        if (last.StartsWith(Prefix) && last.Length > Prefix.Length)
            return new(RecordedNameKind.Deletion, new EvidencePath((byte[])[.. path[..(slash + 1)], .. last[Prefix.Length..]]));
        return new(RecordedNameKind.Entry, new EvidencePath(path));
    }

    private static bool Climbs(ReadOnlySpan<byte> path)
    {
        foreach (Range range in path.Split((byte)'/'))
        {
            if (path[range].SequenceEqual(".."u8))
                return true;
        }
        return false;
    }

    private static bool HasBookkeeping(ReadOnlySpan<byte> path)
    {
        foreach (Range range in path.Split((byte)'/'))
        {
            if (path[range].StartsWith(".wh..wh."u8))
                return true;
        }
        return false;
    }
}
