using System.Buffers.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Host;

/// <summary>
/// Commands in root's and the users' shell histories that mention a container engine. bash writes a line <c>#seconds</c> before each command where
/// HISTTIMEFORMAT is set; zsh, with EXTENDED_HISTORY, <c>: seconds:elapsed;command</c>. Texts stay as they stand, zsh's own encoding of bytes too.
/// </summary>
internal static class ShellHistories
{
    public static IReadOnlyList<HostText> Read(HostFiles files)
    {
        var lines = new List<HostText>();
        if (files.Node("root"u8) is int root)
            AddHome(root);
        foreach (int home in files.Entries("home"u8).Where(files.IsDirectory))
            AddHome(home);
        return lines;

        void AddHome(int home)
        {
            AddFile(home, ".ash_history"u8);
            AddFile(home, ".bash_history"u8);
            AddFile(home, ".zsh_history"u8);
        }

        void AddFile(int home, ReadOnlySpan<byte> name)
        {
            if (files.Tree.Child(home, name) is var node && node != EvidenceTree.None && files.IsFile(node))
                lines.AddRange(Commands(files, node));
        }
    }

    private static List<HostText> Commands(HostFiles files, int node)
    {
        var previous = default(Timestamp?); // what the line before says of the time
        var times = new List<Timestamp?>();
        List<HostText> kept = files.Select(node, line =>
        {
            Timestamp? time = ZshTime(line) ?? previous;
            previous = BashTime(line);
            if (!Mentions.Engine(line))
                return false;
            times.Add(time);
            return true;
        });
        return [.. kept.Select((line, i) => line with { Time = times[i] })];
    }

    private static Timestamp? BashTime(ReadOnlySpan<byte> line) => line.Length > 1 && line[0] == '#' ? Seconds(line[1..], end: null) : null;

    private static Timestamp? ZshTime(ReadOnlySpan<byte> line) => line.StartsWith(": "u8) ? Seconds(line[2..], end: (byte)':') : null;

    private static Timestamp? Seconds(ReadOnlySpan<byte> text, byte? end)
    {
        if (!Utf8Parser.TryParse(text, out uint seconds, out int used))
            return null;
        bool isWhole = end is byte mark ? used < text.Length && text[used] == mark : used == text.Length;
        return isWhole ? new Timestamp(seconds, 0) : null;
    }
}
