using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>How systemd starts the engine: unit files and their drop-ins (systemd.unit(5)).
/// A later place does not hide an earlier one here: all are listed.</summary>
internal static class UnitFiles
{
    private static readonly string[] s_units = ["docker.service", "docker.socket", "containerd.service", "snap.docker.dockerd.service"];

    public static IReadOnlyList<HostUnit> Read(HostFiles files)
    {
        var units = new List<HostUnit>();
        Add("etc/systemd/system"u8);
        Add("usr/lib/systemd/system"u8);
        Add("lib/systemd/system"u8);
        return units;

        void Add(ReadOnlySpan<byte> path)
        {
            if (files.Node(path) is not int directory)
                return;
            foreach (string unit in s_units)
            {
                byte[] name = [.. unit.Select(c => (byte)c)];
                if (files.Tree.Child(directory, name) is var file && file != EvidenceTree.None)
                    AddUnit(file);
                if (files.Tree.Child(directory, [.. name, .. ".d"u8]) is var dropIns && dropIns != EvidenceTree.None)
                    AddDropIns(dropIns);
            }
        }

        void AddDropIns(int directory)
        {
            foreach (int file in files.Entries(directory))
            {
                if (files.Tree.Name(file).EndsWith(".conf"u8))
                    AddUnit(file);
            }
        }

        void AddUnit(int node)
        {
            if (files.IsFile(node))
                units.Add(new HostUnit(files.Origin(node), null, Lines(files, node)));
            else if (files.Tree[node].Kind == EntryKind.Symlink)
                units.Add(new HostUnit(files.Origin(node), new HostText(files.Tree.LinkTarget(node).ToArray(), files.Origin(node)), []));
        }
    }

    // systemd.syntax(7): a line that ends in a backslash goes on in the next, comments in between left out; the backslash becomes a blank.
    private static List<HostText> Lines(HostFiles files, int node)
    {
        var lines = new List<HostText>();
        var joined = new List<byte>();
        int start = 0;
        long? startOffset = null;
        files.ReadLines(node, (line, number, offset) =>
        {
            ReadOnlySpan<byte> text = line.Trim(" \t"u8);
            if (!text.IsEmpty && text[0] is (byte)'#' or (byte)';')
                return true;
            if (joined.Count == 0)
                (start, startOffset) = (number, offset);
            bool goesOn = text.EndsWith("\\"u8) && joined.Count < files.Limits.LineBytes;
            joined.AddRange(goesOn ? text[..^1] : text);
            if (goesOn)
                joined.Add((byte)' ');
            else
                End();
            return lines.Count < files.Limits.LinesOfFile;
        });
        End();
        return lines;

        void End()
        {
            byte[] text = [.. joined];
            joined.Clear();
            if (IsWanted(text))
                lines.Add(files.Keep(node, text, start, startOffset));
        }
    }

    private static bool IsWanted(ReadOnlySpan<byte> line) =>
        line.StartsWith("ExecStart"u8) || line.StartsWith("Environment"u8) || line.StartsWith("ListenStream"u8) || line.StartsWith("User="u8);
}
