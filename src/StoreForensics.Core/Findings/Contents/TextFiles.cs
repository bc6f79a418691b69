using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Contents;

/// <summary>
/// Which short text files that a step, container or volume brought are read for the text rules: schedules, start files, scripts, histories, hidden files. They
/// are noted while the layers are walked and read afterwards in the order of their data, so that a compressed evidence is not read to and fro.
/// </summary>
/// <param name="maxFiles">Files that are kept at most.</param>
internal sealed class TextFiles(int maxFiles)
{
    private const long MaxBytes = 256 << 10;

    // Pools, wallets and addresses stand in files of some lines.
    private const long MaxDataBytes = 32 << 10;

    private readonly List<Noted> _noted = [];
    private int _data;

    /// <summary>Files past the limit.</summary>
    public long Dropped { get; private set; }

    /// <summary>Keeps the file for later if its text may tell something.</summary>
    public void Note(in FileSight file)
    {
        TextKind kind = KindOf(file);
        if (kind == TextKind.None || file.Facts.LacksBytes || file.Content is not { } content)
            return;
        if (_noted.Count >= maxFiles || (kind == TextKind.Data && _data >= maxFiles / 2))
        {
            Dropped++;
            return;
        }
        _data += kind == TextKind.Data ? 1 : 0;
        _noted.Add(new Noted(kind, file.Source, file.Node, content, file.Subjects, file.Path.ToArray(), file.Happened, file.Entry));
    }

    /// <summary>Reads what was noted, and hands on each text; files that cannot be read become problems.</summary>
    public void Read(ProblemLog problems, Action<Noted, string> handOn)
    {
        foreach (Noted file in _noted.OrderBy(n => n.Source.Name, StringComparer.Ordinal).ThenBy(n => n.Source.Tree[n.Node].DataOffset).ThenBy(n => n.Node))
        {
            try
            {
                if (Text(file) is { } text)
                    handOn(file, text);
            }
            catch (EvidenceFormatException e)
            {
                problems.Damage("SF-FIND-0001", file.Origin, "cannot be read for the rules: " + DisplayText.Escape(e.Message));
            }
            catch (Exception e) when (Containment.Holds(e))
            {
                problems.Fault(file.Origin, e);
            }
        }
        _noted.Clear();
    }

    private static string? Text(Noted file)
    {
        long size = file.Source.Tree[file.Source.Tree.FirstLink(file.Node)].Size;
        ReadOnlySpan<byte> text = StoredFile.ReadHead(file.Content.Source, file.Content.Node, (int)Math.Min(size, MaxBytes));
        return text.IndexOf((byte)0) >= 0 ? null : Encoding.UTF8.GetString(text);
    }

    private static TextKind KindOf(in FileSight file) => IsWanted(file) ? TextKind.File : IsData(file) ? TextKind.Data : TextKind.None;

    // Of a container whatever it brought; of the others what has the name of a text.
    private static bool IsData(in FileSight file)
    {
        if (file.Owner == FileOwner.Base || !file.IsFile || file.Facts.Size is <= 0 or > MaxDataBytes || file.IsPackageStep || IsOfPackages(file.Path))
            return false;
        return file.Owner == FileOwner.Container || file.Name.IndexOf((byte)'.') < 0 || Suspicious.IsTextName(file.Name);
    }

    private static bool IsWanted(in FileSight file)
    {
        if (file.Owner == FileOwner.Base || !file.IsFile || file.Facts.Size is <= 0 or > MaxBytes)
            return false;
        if (IsStartFile(file) || file.Name.EndsWith("_history"u8) || Suspicious.IsWebScript(file.Name) || Suspicious.IsHidden(file.Path)
            || (Suspicious.IsServed(file.Path) && Suspicious.IsServedScript(file.Name))
            || (file is { IsOfPod: true, Owner: FileOwner.Container } && Suspicious.IsTemporary(file.Path)))
            return true;
        if (file.IsPackageStep || IsOfPackages(file.Path))
            return false; // thousands of scripts that the distribution's or a language's packages bring
        return Suspicious.IsScript(file.Name) || (file.IsExecutable && file.Owner != FileOwner.Volume);
    }

    private static bool IsStartFile(in FileSight file) =>
        file.Path.StartsWith("/etc/cron"u8) || file.IsBelow("/var/spool/cron"u8) || file.IsBelow("/etc/systemd/system"u8) || file.IsBelow("/etc/init.d"u8)
            || file.Is("/etc/rc.local"u8)
        || file.Is("/etc/profile"u8) || file.IsBelow("/etc/profile.d"u8) || file.Name.SequenceEqual(".bashrc"u8) || file.Name.SequenceEqual(".profile"u8)
            || file.Is("/etc/ld.so.preload"u8) || file.Is("/etc/passwd"u8) || file.Is("/etc/shadow"u8);

    private static bool IsOfPackages(ReadOnlySpan<byte> path) =>
        path.IndexOf("/node_modules/"u8) >= 0 || path.IndexOf("-packages/"u8) >= 0 || path.StartsWith("/usr/share/"u8) || path.StartsWith("/var/lib/dpkg/"u8);

    /// <summary>A file to read.</summary>
    /// <param name="Kind">A file that is run or read by programs, or data.</param>
    /// <param name="Source">The evidence.</param>
    /// <param name="Node">Its node.</param>
    /// <param name="Content">Where its bytes lie.</param>
    /// <param name="Subjects">Whose it is.</param>
    /// <param name="Path">Absolute in its layer or volume.</param>
    /// <param name="Happened">See <see cref="Finding.Time"/>.</param>
    /// <param name="Entry">See <see cref="FileSight.Entry"/>.</param>
    public sealed record Noted(
        TextKind Kind, IEvidenceSource Source, int Node, EntryRef Content, IReadOnlyList<string> Subjects, byte[] Path, Timestamp? Happened,
        FindingEntry Entry)
    {
        public Origin Origin => Source.Origin(Node);
    }
}
