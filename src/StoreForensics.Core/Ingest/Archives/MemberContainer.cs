using System.Globalization;
using SharpCompress.Archives;
using SharpCompress.Archives.SevenZip;
using SharpCompress.Archives.Zip;
using SharpCompress.Providers;
using SharpCompress.Readers;
using StoreForensics.Evidence;
using StoreForensics.Formats.Compression;
using StoreForensics.Ingest.Archives.SevenZip;
using StoreForensics.Ingest.Archives.Zip;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// A zip or 7z that was put around the evidence: its only file, or of several the only one that is a tar, or else a disk image, plain or compressed. Several of
/// them: an error that lists them, for no choice among evidence may be silent. A zip in which there is none is one of files (<see cref="Zip.ZipSource"/>).
/// </summary>
internal sealed class MemberContainer
{
    /// <summary>Each is looked into, and in a solid 7z that means decompressing all before it.</summary>
    private const int MaxMembersLookedInto = 256;
    private const int MostDepth = 1;

    private static readonly CompressionProviderRegistry s_bounded = CompressionProviderRegistry.Default.With(new BoundedLzma());

    private readonly EvidenceFile _file;
    private readonly FormatKind _kind;
    private readonly int? _member;

    public MemberContainer(EvidenceFile file, FormatKind kind, ArchiveLog log)
    {
        _file = file;
        _kind = kind;
        _member = Choose(log);
    }

    /// <summary>Whether nothing was put into it as a whole: it is a zip of the files themselves.</summary>
    public bool IsOfFiles => _member is null;

    /// <summary>The chosen member's bytes from its start. Any number may be open at once.</summary>
    public Stream OpenMember()
    {
        try
        {
            IArchive archive = OpenArchive();
            return new MemberStream(archive, Files(archive)[_member!.Value].OpenEntryStream());
        }
        catch (Exception fault) when (fault is not EvidenceFormatException)
        {
            throw Damaged(fault);
        }
    }

    private int? Choose(ArchiveLog log)
    {
        List<(int Index, string Name)> tars = [], disks = [];
        int count;
        try
        {
            if (_kind == FormatKind.SevenZip)
                SevenZipHeader.Check(_file.OpenStream());
            using IArchive archive = OpenArchive();
            List<IArchiveEntry> files = Files(archive);
            count = files.Count;
            if (files.All(f => f.IsEncrypted) && count > 0)
                throw new EvidenceOpenException($"{Shown}: an encrypted {_kind.Name()}; unpack it and give what is inside");
            // AFF4 Standard v1.0, "Container": one of the two at the top of the zip.
            if (_kind == FormatKind.Zip && files.Any(f => f.Key is "container.description") && files.Any(f => f.Key is "information.turtle"))
                throw new EvidenceOpenException($"{Shown}: an AFF4 image, which is not read: export it as E01 or raw");
            if (count == 1)
                return 0;
            int looked = 0;
            for (int i = 0; i < count && looked < MaxMembersLookedInto; i++)
            {
                // What was put around an evidence holds it at its top: deeper down a tar is a file of somebody's.
                if (files[i].IsEncrypted || Depth(files[i].Key) > MostDepth)
                    continue;
                looked++;
                FormatKind kind = Inside(files[i]);
                if (kind == FormatKind.Tar || kind.IsDisk())
                    (kind == FormatKind.Tar ? tars : disks).Add((i, DisplayText.Escape(files[i].Key)));
            }
        }
        catch (Exception fault) when (fault is not EvidenceOpenException && Containment.Holds(fault))
        {
            // What the package cannot unpack may be one file of many.
            if (_kind == FormatKind.Zip && HoldsSeveral())
                return null;
            throw new EvidenceOpenException($"{Shown}: {Damaged(fault).Message}", fault);
        }
        string members = count.ToString(CultureInfo.InvariantCulture);
        List<(int Index, string Name)> wanted = tars.Count > 0 ? tars : disks;
        if (wanted.Count == 0 && _kind == FormatKind.Zip)
            return null;
        if (wanted.Count == 0)
            throw new EvidenceOpenException(
                $"{Shown}: a {_kind.Name()} of {members} files, none of them a tar, plain or compressed\nunpack it and give the directory");
        if (wanted.Count > 1)
            throw new EvidenceOpenException(
                $"{Shown}: a {_kind.Name()} with several {(tars.Count > 0 ? "tars" : "disk images")}: {string.Join(", ", wanted.Take(20).Select(t => t.Name))}\nunpack it and give those that are evidence");
        log.At(ArchiveProblems.OtherMembers, ProblemSeverity.Note, 0, $"Of {members} files in the {_kind.Name()} only {wanted[0].Name} was read.");
        return wanted[0].Index;
    }

    private bool HoldsSeveral()
    {
        try
        {
            using FileWindow window = _file.OpenStream();
            return ZipDirectory.Read(window, out _).Take(2).Count() == 2;
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    private static int Depth(string? name) => name?.Count(c => c is '/' or '\\') ?? 0;

    // What it is, or holds if it is compressed; compression in compression passes for a tar.
    private static FormatKind Inside(IArchiveEntry file)
    {
        using Stream stream = file.OpenEntryStream();
        byte[] head = new byte[Recogniser.FileHeadBytes];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        FormatKind kind = Recogniser.File(head.AsSpan(0, length)).Kind;
        if (kind.Compression() is not { } format)
            return kind;
        using var inside = new PeekStream(Decompressor.Open(format, new MemoryStream(head[..length])));
        kind = Recogniser.File(inside.Peek(Recogniser.FileHeadBytes)).Kind;
        return kind.IsCompression() ? FormatKind.Tar : kind;
    }

    private IArchive OpenArchive()
    {
        var options = new ReaderOptions { LeaveStreamOpen = false, Providers = s_bounded };
        return _kind == FormatKind.Zip ? ZipArchive.OpenArchive(_file.OpenStream(), options) : SevenZipArchive.OpenArchive(_file.OpenStream(), options);
    }

    private static List<IArchiveEntry> Files(IArchive archive) => [.. archive.Entries.Where(e => !e.IsDirectory)];

    private string Shown => DisplayText.Escape(_file.Name);

    private EvidenceFormatException Damaged(Exception fault) =>
        new(CompressionProblems.Damaged, $"the {_kind.Name()} cannot be read ({DisplayText.Escape(fault.Message.TrimEnd('.'))})", null, fault);

    private sealed class MemberStream(IArchive archive, Stream member) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                return member.Read(buffer[..Math.Min(buffer.Length, 4096)]); // at a fault the rest of the same call is lost
            }
            catch (Exception fault) when (fault is not (EvidenceFormatException or ObjectDisposedException))
            {
                string why = DisplayText.Escape(fault.Message.TrimEnd('.'));
                throw new EvidenceFormatException(CompressionProblems.Damaged, $"because the archive around it is damaged ({why}).", null, fault);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                member.Dispose();
                archive.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
