using System.Diagnostics;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

/// <summary>
/// A tree with every kind of file that the user running the tests can make, and the list of what is in it, kept by the recipe while it makes it.
/// The portable one is the same on every machine and for every user, for the committed archive; it need not be made to know what is in it.
/// </summary>
internal sealed class ReferenceTree : IDisposable
{
    // 2021-06-07T08:09:10Z; what nothing else is said of.
    private const long Ordinary = 1623053350;
    private static readonly Encoding s_latin = Encoding.Latin1;

    private readonly Dictionary<EvidencePath, ReferenceEntry> _entries = [];
    private readonly TestLibC? _make;
    private readonly bool _portable;
    private readonly bool _isKept;

    private ReferenceTree(bool portable, bool onDisk, string? directory = null)
    {
        _portable = portable;
        _isKept = directory is not null;
        if (onDisk)
        {
            Root = directory ?? Directory.CreateTempSubdirectory("sf-reference-").FullName;
            _make = new TestLibC(Root);
        }
        Add("", EntryKind.Directory, 0b111_101_101);
        AddFiles();
        AddOddNames();
        AddLinks();
        AddOthers();
        AddTimes();
        AddDeep();
        AddAttributes();
        if (!portable && TestLibC.IsRoot)
            AddForRoot();
        Finish();
    }

    /// <summary>Whose the portable tree is, once it is packed.</summary>
    public const uint PortableUid = 1000, PortableGid = 1001;

    /// <summary>Made in a temporary directory, with all that this machine and user can make.</summary>
    public static ReferenceTree Make() => new(portable: false, onDisk: true);

    public static ReferenceTree MakePortable() => new(portable: true, onDisk: true);

    /// <summary>Made in an existing directory, which stays, and given to the portable tree's owner: takes root.</summary>
    public static ReferenceTree MakePortableIn(string directory) => new(portable: true, onDisk: true, directory);

    public static IReadOnlyList<ReferenceEntry> PortableEntries => new ReferenceTree(portable: true, onDisk: false).Entries;

    /// <summary>Empty for a tree that was not made.</summary>
    public string Root { get; } = "";

    /// <summary>In byte order of paths; the root, of empty path, is first.</summary>
    public IReadOnlyList<ReferenceEntry> Entries => [.. _entries.Values.OrderBy(e => e.Path)];

    public bool HasUserXattrs { get; private set; }

    public void Dispose()
    {
        if (_make is null || _isKept)
            return;
        // Directory.Delete cannot name what is not UTF-8 or deeper than PATH_MAX.
        using var rm = Process.Start("rm", ["-rf", "--", Root]);
        rm.WaitForExit();
    }

    private void AddFiles()
    {
        Folder("etc");
        File("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"u8);
        File("etc/shadow", "root:!:15000::::::\n"u8, 0b110_000_000);
        File("etc/empty", default);
        Folder("bin");
        File("bin/su", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i} "))), 0b100_111_101_101);
        File("bin/wall", "#!/bin/sh\n"u8, 0b010_111_101_101);
        Folder("tmp", 0b001_111_111_111);
        Folder("srv", 0b010_111_101_101);
        Folder("empty-dir", 0b111_000_000);
        File("block-512", new byte[512]);
        File("block-513", Enumerable.Range(0, 513).Select(i => (byte)(i * 7)).ToArray());
        byte[] sparse = new byte[1 << 20];
        "begin"u8.CopyTo(sparse);
        _make?.File("sparse"u8.ToArray(), sparse.AsSpan(0, 5), sparse.Length);
        Add("sparse", EntryKind.File, 0b110_100_100, sparse);
    }

    private void AddOddNames()
    {
        Folder("odd");
        string[] names = [" ", "space in name", " leading", "trailing ", "new\nline", "tab\there", "\u001b[31mred\u001b[0m", "back\\slash", "quote\"'",
            "-dash", "a", "a-b", "a.b",
            "*?[x]", "$(id)", "..hidden", "...", "\x7f"];
        foreach (string name in names)
            File("odd/" + name, Encoding.UTF8.GetBytes(name));
        foreach (string name in (string[])["\u202egnp.exe", "\u200bzero-width", "日本語", "e\u0301", "\u00e9", "😀"])
            File(s_latin.GetString(Encoding.UTF8.GetBytes("odd/" + name)), "unicode"u8);
        foreach (string name in (string[])["\xff\xfe", "caf\xe9", "\xc0\xaf", "\xed\xa0\x80"])
            File("odd/" + name, "not UTF-8"u8);
        Folder("odd/dir \xff\n");
        File("odd/dir \xff\n/inside", "in"u8);
        File("odd/" + new string('n', 255), "long name"u8);
        File("odd/" + new string('n', 100), "100 bytes"u8);
    }

    private void AddLinks()
    {
        Folder("links");
        File("links/m-original", "one file, four names"u8, 0b110_100_000);
        Link("links/z-last", "links/m-original");
        Link("links/b-first", "links/m-original");
        Link("a-far-name", "links/m-original");
        Symlink("links/dangling", "no/such/file");
        Symlink("links/absolute", "/etc/shadow");
        Symlink("links/to-dir", "../etc");
        Symlink("links/up", "../../../../../../etc/passwd");
        Symlink("links/self", "self");
        Symlink("links/odd", "a\nb\xff");
        Symlink("links/long", new string('t', 1000));
        File("pair-of-dash", "a hyphen comes before a slash"u8);
        Folder("pair");
        Link("pair/of-slash", "pair-of-dash");
    }

    private void AddOthers()
    {
        Folder("other");
        _make?.Node("other/fifo"u8.ToArray(), 0x1000);
        Add("other/fifo", EntryKind.Fifo, 0b110_110_000);
        if (_portable)
            return;
        _make?.Node("other/socket"u8.ToArray(), 0xc000);
        Add("other/socket", EntryKind.Socket, 0b111_101_101);
    }

    private void AddTimes()
    {
        Folder("times");
        (string Name, long Seconds, int Nanoseconds)[] times =
            [("nanoseconds", 1388534399, 123456789), ("one", 1388534399, 1), ("hundred", 1388534399, 100), ("last", 1388534399, 999999999),
            ("epoch", 0, 0), ("before", -1, 0), ("before-fraction", -2, 500000000), ("1906", -2000000000, 7), ("2099", 4081708800, 5)];
        foreach ((string name, long seconds, int nanoseconds) in times)
        {
            File("times/" + name, default);
            Change("times/" + name, e => e with { Modified = new Timestamp(seconds, nanoseconds) });
        }
    }

    private void AddDeep()
    {
        string path = "deep";
        Folder(path);
        for (int i = 0; i < 17; i++)
        {
            path += "/" + new string((char)('a' + i), 250);
            Folder(path);
        }
        File(path + "/bottom", "deeper than PATH_MAX"u8);
    }

    private void AddAttributes()
    {
        File("etc/tagged", "attributes"u8);
        HasUserXattrs = Xattr("etc/tagged", "user.comment", "plain"u8);
        if (!HasUserXattrs)
            return;
        Xattr("etc/tagged", "user.binary", [0, 10, 13, 61, 255, 10, 32, 0]);
        Xattr("etc/tagged", "user.empty", default);
        Xattr("etc/tagged", "user.long", new byte[1500]);
        Xattr("srv", "user.on-directory", "1\n2\n"u8);
    }

    private void AddForRoot()
    {
        File("etc/no-access", "secret"u8, 0);
        Device("other/null", EntryKind.CharDevice, 1, 3);
        Device("other/whiteout", EntryKind.CharDevice, 0, 0);
        Device("other/disk", EntryKind.BlockDevice, 8, 17);
        File("etc/owned", "owned"u8);
        Change("etc/owned", e => e with { Uid = 1000, Gid = 1001 });
        File("etc/mapped", "mapped"u8);
        Change("etc/mapped", e => e with { Uid = 4_000_000_000, Gid = 165536 });
        if (!HasUserXattrs)
            return;
        Xattr("srv", "trusted.overlay.opaque", "y"u8);
        File("bin/ping", "capable"u8, 0b111_101_101);
        // struct vfs_cap_data of revision 2: cap_net_raw, effective and permitted
        Xattr("bin/ping", "security.capability", [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    private void Device(string path, EntryKind kind, uint major, uint minor)
    {
        _make?.Node(s_latin.GetBytes(path), kind == EntryKind.CharDevice ? 0x2000u : 0x6000u, major, minor);
        Add(path, kind, 0b110_100_000);
        Change(path, e => e with { Device = (major, minor) });
    }

    private void Folder(string path, ushort mode = 0b111_101_101)
    {
        _make?.Directory(s_latin.GetBytes(path));
        Add(path, EntryKind.Directory, mode);
    }

    private void File(string path, ReadOnlySpan<byte> content, ushort mode = 0b110_100_100)
    {
        _make?.File(s_latin.GetBytes(path), content);
        Add(path, EntryKind.File, mode, content);
    }

    private void Symlink(string path, string target)
    {
        byte[] bytes = s_latin.GetBytes(target);
        _make?.Symlink(s_latin.GetBytes(path), bytes);
        Add(path, EntryKind.Symlink, 0b111_111_111);
        Change(path, e => e with { LinkTarget = new EvidencePath(bytes), Size = bytes.Length });
    }

    private void Link(string path, string target)
    {
        _make?.Link(s_latin.GetBytes(path), s_latin.GetBytes(target));
        var of = new EvidencePath(s_latin.GetBytes(target));
        var name = new EvidencePath(s_latin.GetBytes(path));
        _entries[name] = _entries[of] with { Path = name, LinkOf = of };
    }

    private bool Xattr(string path, string name, ReadOnlySpan<byte> value)
    {
        byte[] bytes = value.ToArray();
        bool done = _make?.Xattr(s_latin.GetBytes(path), name, bytes) ?? true;
        if (done)
            Change(path, e => e with { Xattrs = [.. e.Xattrs, new ExtendedAttribute(name, bytes)] });
        return done;
    }

    private void Add(string path, EntryKind kind, ushort mode, ReadOnlySpan<byte> content = default)
    {
        var name = new EvidencePath(s_latin.GetBytes(path));
        _entries.Add(name, new ReferenceEntry(name, kind)
        {
            Mode = mode,
            Uid = _portable ? PortableUid : TestLibC.UserId,
            Gid = _portable ? PortableGid : TestLibC.GroupId,
            Size = content.Length,
            Modified = new Timestamp(Ordinary + _entries.Count, 0),
            Sha256 = kind == EntryKind.File ? ReferenceEntry.Hash(content) : null,
        });
    }

    private void Change(string path, Func<ReferenceEntry, ReferenceEntry> change)
    {
        var name = new EvidencePath(s_latin.GetBytes(path));
        _entries[name] = change(_entries[name]);
    }

    // Last, and the deepest first: making a name changes its directory's time, and chown takes set-id bits and capabilities away.
    private void Finish()
    {
        if (_make is null)
            return;
        foreach (ReferenceEntry entry in Entries.Reverse())
        {
            byte[] path = entry.Path.Bytes.ToArray();
            if ((!_portable || _isKept) && (entry.Uid != TestLibC.UserId || entry.Gid != TestLibC.GroupId))
                _make.Owner(path, entry.Uid, entry.Gid);
            if (entry.Kind != EntryKind.Symlink)
                _make.Mode(path, entry.Mode);
            // An access time older than the modification time is what relatime updates.
            _make.Times(path, entry.Modified.Seconds - 86400 * 400, entry.Modified.Seconds, entry.Modified.Nanoseconds);
        }
    }
}
