using SampleRecipes.Archive;

namespace SampleRecipes.Engine;

/// <summary>One directory of <c>aufs/diff</c>, with the files by which AUFS keeps its own books.</summary>
internal sealed class AufsLayer
{
    private const string BaseWhiteout = ".wh..wh.aufs";
    private readonly DataRoot _root;
    private readonly string _prefix;
    private string? _firstWhiteout;

    public AufsLayer(DataRoot root, string directoryName, Stamp modified)
    {
        _root = root;
        _prefix = "aufs/diff/" + directoryName;
        root.Directory(_prefix, Modes.Executable, modified);
        _prefix += "/";
    }

    /// <summary>
    /// What the engine would count for <c>layersize</c>: files and the text of symbolic links, a hard-linked file once.
    /// </summary>
    public long Size { get; private set; }

    public void Directory(string path, Stamp modified, int mode = Modes.Executable, int uid = 0, int gid = 0) =>
        _root.Directory(_prefix + path, mode, modified, uid, gid);

    public void Directories(Stamp modified, params string[] paths)
    {
        foreach (string path in paths)
            Directory(path, modified);
    }

    public void File(string path, Stamp modified, string content, int mode = Modes.Plain, int uid = 0, int gid = 0)
    {
        byte[] bytes = RawText.ToBytes(content);
        Size += bytes.Length;
        _root.File(_prefix + path, mode, modified, bytes, uid, gid);
    }

    public void Symlink(string path, Stamp modified, string target)
    {
        Size += target.Length;
        _root.Symlink(_prefix + path, modified, target);
    }

    public void HardLink(string path, string firstPath) => _root.HardLink(_prefix + path, _prefix + firstPath);

    public void Device(string path, Stamp modified, int major, int minor) => _root.Add(new Node
    {
        Path = _prefix + path,
        Kind = NodeKind.CharDevice,
        Mode = Modes.ForAll,
        Modified = modified,
        DeviceMajor = major,
        DeviceMinor = minor,
    });

    public void Fifo(string path, Stamp modified, int mode = Modes.Plain) =>
        _root.Add(new Node { Path = _prefix + path, Kind = NodeKind.Fifo, Mode = mode, Modified = modified });

    /// <summary>What AUFS puts at the top of a branch when it mounts it writable.</summary>
    public void Bookkeeping(Stamp modified)
    {
        _firstWhiteout = BaseWhiteout;
        File(BaseWhiteout, modified, "", Modes.ReadOnly);
        Directory(".wh..wh.orph", modified, Modes.Private);
        Directory(".wh..wh.plnk", modified, Modes.Private);
    }

    /// <summary>
    /// Marks a name as deleted. On a branch that was mounted the mark is another name of <c>.wh..wh.aufs</c>; in a layer
    /// unpacked from a tar without that file the first mark stands alone and the others are links to it.
    /// </summary>
    public void Whiteout(string path, Stamp modified)
    {
        int slash = path.LastIndexOf('/') + 1;
        Mark(path[..slash] + ".wh." + path[slash..], modified);
    }

    /// <summary>Marks a directory that hides all of what lower layers have in it.</summary>
    public void Opaque(string directory, Stamp modified) => Mark(directory + "/.wh..wh..opq", modified);

    private void Mark(string path, Stamp modified)
    {
        if (_firstWhiteout is not null)
        {
            HardLink(path, _firstWhiteout);
            return;
        }

        File(path, modified, "", Modes.ReadOnly);
        _firstWhiteout = path;
    }
}
