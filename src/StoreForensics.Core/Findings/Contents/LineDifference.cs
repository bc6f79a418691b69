using System.Globalization;
using System.Text;

namespace StoreForensics.Findings.Contents;

/// <summary>The difference of two texts by lines, in the unified form of <c>diff -u</c> without its head: <c>@@ -FROM,COUNT +FROM,COUNT @@</c>, then lines
/// that begin with a space, <c>-</c> or <c>+</c>.</summary>
internal static class LineDifference
{
    private const int Context = 3;

    // Cells of the table of common subsequences: above it the whole middle counts as replaced.
    private const int MaxCells = 1 << 20;

    public static string Of(string before, string after)
    {
        string[] old = Lines(before), now = Lines(after);
        int head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
            head++;
        int tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
            tail++;
        var edits = new List<(char Sign, string Line)>();
        edits.AddRange(old.Take(head).Select(l => (' ', l)));
        edits.AddRange(Middle(old[head..^tail], now[head..^tail]));
        edits.AddRange(old.TakeLast(tail).Select(l => (' ', l)));
        return Write(edits);
    }

    private static string[] Lines(string text)
    {
        if (text.Length == 0)
            return [];
        string[] lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    // By the longest common subsequence.
    private static IEnumerable<(char, string)> Middle(string[] old, string[] now)
    {
        if ((long)(old.Length + 1) * (now.Length + 1) > MaxCells)
            return [.. old.Select(l => ('-', l)), .. now.Select(l => ('+', l))];
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        var edits = new List<(char, string)>(old.Length + now.Length);
        int a = 0, b = 0;
        while (a < old.Length || b < now.Length)
        {
            if (a < old.Length && b < now.Length && old[a] == now[b])
                (edits, a, b) = (Added(edits, ' ', old[a]), a + 1, b + 1);
            else if (a < old.Length && (b == now.Length || common[a + 1, b] >= common[a, b + 1]))
                edits.Add(('-', old[a++]));
            else
                edits.Add(('+', now[b++]));
        }
        return edits;
    }

    private static List<(char, string)> Added(List<(char, string)> edits, char sign, string line)
    {
        edits.Add((sign, line));
        return edits;
    }

    private static string Write(List<(char Sign, string Line)> edits)
    {
        var text = new StringBuilder();
        int oldLine = 1, newLine = 1;
        for (int at = 0; at < edits.Count;)
        {
            int next = edits.FindIndex(at, e => e.Sign != ' ');
            if (next < 0)
                break;
            int from = Math.Max(at, next - Context), to = End(edits, next);
            oldLine += from - at;
            newLine += from - at;
            int removed = 0, added = 0;
            var hunk = new StringBuilder();
            for (int i = from; i < to; i++)
            {
                removed += edits[i].Sign == '+' ? 0 : 1;
                added += edits[i].Sign == '-' ? 0 : 1;
                hunk.Append(edits[i].Sign).Append(edits[i].Line).Append('\n');
            }
            text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(oldLine, removed)} +{Range(newLine, added)} @@\n").Append(hunk);
            oldLine += removed;
            newLine += added;
            at = to;
        }
        return text.ToString();
    }

    // After the last change that is not further than twice the context from the one before, and the context after it.
    private static int End(List<(char Sign, string Line)> edits, int change)
    {
        int last = change;
        for (int i = change; i < edits.Count && i <= last + 2 * Context; i++)
        {
            if (edits[i].Sign != ' ')
                last = i;
        }
        return Math.Min(edits.Count, last + Context + 1);
    }

    // As diff has it: of no lines the one before.
    private static string Range(int line, int count) => count == 1 ? line.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? line - 1 : line)},{count}");
}
