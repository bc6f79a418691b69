using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

/// <summary>GNU tar in the dialects that it writes; what each cannot hold is left out of the archive, and said here.</summary>
public abstract class GnuTarContract(string format) : PackedContract
{
    private protected override string[] Programs => ["tar"];

    private protected virtual string[] Options => [];

    // A path longer than PATH_MAX cannot be listed, only walked to: so all is packed, sockets apart, which tar leaves out itself.
    private protected virtual bool ByList => true;

    private protected override string Pack(string root, string list, string directory)
    {
        string file = Path.Combine(directory, "reference.tar");
        string[] what = ByList ? ["--no-recursion", "--null", "-T", list] : ["."];
        Tool.Run(root, "tar", [$"--format={format}", "--warning=no-file-ignored", "--numeric-owner", "-cf", file, "-C", root, .. Options, .. what]);
        return file;
    }

    private protected static ReferenceEntry WholeSecondsAndNoXattrs(ReferenceEntry e) =>
        e with { Modified = new Timestamp(e.Modified.Seconds, 0), Xattrs = [] };

    /// <summary>Octal fields: no time before 1970, no number of more than seven digits.</summary>
    private protected static bool IsOctal(ReferenceEntry e) => e.Modified.Seconds >= 0 && e.Uid <= 0x1fffff && e.Gid <= 0x1fffff && e.Kind != EntryKind.Socket;
}

public sealed class V7TarContract() : GnuTarContract("v7")
{
    // "./" and, for a directory, "/" come on top: 100 bytes in all.
    private protected override ReferenceEntry? Held(ReferenceEntry entry) =>
        IsOctal(entry) && entry.Kind is EntryKind.File or EntryKind.Directory or EntryKind.Symlink && entry.Path.Length < 98 && entry.LinkTarget.Length <= 100
            ? WholeSecondsAndNoXattrs(entry)
            : null;
}

public sealed class UstarContract() : GnuTarContract("ustar")
{
    private protected override ReferenceEntry? Held(ReferenceEntry entry) =>
        IsOctal(entry) && Splits(entry.Path.Bytes) && entry.LinkTarget.Length <= 100 ? WholeSecondsAndNoXattrs(entry) : null;

    // 155 bytes, a slash that is not stored, 100 bytes.
    private static bool Splits(ReadOnlySpan<byte> path) => path.Length < 98
        || (path.Length < 250 && path[..Math.Min(150, path.Length)].LastIndexOf((byte)'/') is int at and > 0 && path.Length - at < 100);
}

public sealed class GnuFormatContract() : GnuTarContract("gnu")
{
    private protected override bool ByList => false;

    private protected override string[] Options => ["--sparse"];

    private protected override ReferenceEntry? Held(ReferenceEntry entry) => entry.Kind == EntryKind.Socket ? null : WholeSecondsAndNoXattrs(entry);
}

[TestFixture("0.0")]
[TestFixture("0.1")]
[TestFixture("1.0")]
[TestFixture("")]
public sealed class PaxContract(string sparseVersion) : GnuTarContract("posix")
{
    private protected override bool ByList => false;

    private protected override string[] Options =>
        ["--xattrs", "--xattrs-include=*", .. (sparseVersion.Length == 0 ? Array.Empty<string>() : ["--sparse", $"--sparse-version={sparseVersion}"])];

    private protected override ReferenceEntry? Held(ReferenceEntry entry) => entry.Kind == EntryKind.Socket ? null : entry;
}

[TestFixture("gzip", "-9")]
[TestFixture("bzip2", "-1")]
[TestFixture("xz", "-1")]
[TestFixture("zstd", "-3")]
[TestFixture("lz4", "-1")]
public sealed class CompressedTarContract(string program, string level) : GnuTarContract("posix")
{
    private protected override string[] Programs => ["tar", program];

    private protected override bool ByList => false;

    private protected override string[] Options => ["--xattrs", "--xattrs-include=*", "--sparse", "-I", $"{program} {level}"];

    private protected override ReferenceEntry? Held(ReferenceEntry entry) => entry.Kind == EntryKind.Socket ? null : entry;
}

[TestFixture("zip")]
[TestFixture("7zip")]
public sealed class TarInArchiveContract(string format) : GnuTarContract("posix")
{
    private protected override string[] Programs => ["tar", "bsdtar"];

    private protected override bool ByList => false;

    private protected override string[] Options => ["--xattrs", "--xattrs-include=*"];

    private protected override ReferenceEntry? Held(ReferenceEntry entry) => entry.Kind == EntryKind.Socket ? null : entry;

    private protected override string Pack(string root, string list, string directory)
    {
        string tar = base.Pack(root, list, directory), file = Path.Combine(directory, "outer");
        Tool.Run(directory, "bsdtar", $"--format={format}", "-cf", file, Path.GetFileName(tar));
        return file;
    }
}

/// <summary>libarchive's tar writes other records for the same things, and its own for attributes.</summary>
[TestFixture("pax")]
[TestFixture("gnutar")]
public sealed class BsdTarContract(string format) : PackedContract
{
    private protected override string[] Programs => ["bsdtar"];

    private protected override string Pack(string root, string list, string directory)
    {
        string file = Path.Combine(directory, "reference.tar");
        Tool.Run(root, "bsdtar", $"--format={format}", "--numeric-owner", "-cf", file, "-C", root, "--no-recursion", "--null", "-T", list);
        return file;
    }

    // It cannot be told of a path longer than PATH_MAX, leaves sockets out, and, at least up to 3.6, writes a fraction before 1970 with the wrong sign and
    // no time before 1970 at all into the GNU dialect.
    private protected override ReferenceEntry? Held(ReferenceEntry entry)
    {
        if (entry.Kind == EntryKind.Socket || entry.Path.Length > 4000 || (entry.Modified.Seconds < 0 && (format != "pax" || entry.Modified.Nanoseconds > 0)))
            return null;
        return format == "pax" ? entry : entry with { Modified = new Timestamp(entry.Modified.Seconds, 0), Xattrs = [] };
    }
}
