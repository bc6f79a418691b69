using System.Text;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>The output that the README shows is what the program says. A line of a single <c>…</c> stands for any number of lines.</summary>
internal sealed class ReadmeTests
{
    private const string Prompt = "$ ./storeforensics ";
    private const string Rest = "…";

    public static IEnumerable<TestCaseData> Examples()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Checkout.Root, "README.md"));
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                continue;
            string[] shown = [.. lines.Skip(i + 1).TakeWhile(line => line != "```" && !line.StartsWith("$ ", StringComparison.Ordinal))];
            yield return new TestCaseData(lines[i][Prompt.Length..], shown).SetArgDisplayNames(lines[i][Prompt.Length..]);
        }
    }

    [TestCaseSource(nameof(Examples))]
    public void Shows_what_the_program_says(string call, string[] shown)
    {
        using var scratch = new ScratchFolder();
        string[] arguments = [.. Words(call).Select(word => word.StartsWith("sample-evidence/", StringComparison.Ordinal) ? Path.Combine(Checkout.Root, word)
            : word)];
        ProgramRun run = BuiltProgram.RunIn(scratch.Folder("here"), null, arguments).MustExit(0, 4);
        string[] said = [.. run.Text.Replace(Checkout.Root + Path.DirectorySeparatorChar, "",
            StringComparison.Ordinal).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
        Assert.That(Fits(shown, said), Is.True, $"README:\n{string.Join('\n', shown)}\n\nprogram:\n{string.Join('\n', said)}");
    }

    [Test]
    public void Has_examples() => Assert.That(Examples().Count(), Is.GreaterThanOrEqualTo(3));

    private static bool Fits(ReadOnlySpan<string> shown, ReadOnlySpan<string> said)
    {
        if (shown.IsEmpty)
            return said.IsEmpty;
        if (shown[0] != Rest)
            return !said.IsEmpty && shown[0].TrimEnd() == said[0] && Fits(shown[1..], said[1..]);
        for (int skip = 0; skip <= said.Length; skip++)
        {
            if (Fits(shown[1..], said[skip..]))
                return true;
        }
        return false;
    }

    private static List<string> Words(string call)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool quoted = false;
        foreach (char c in call + " ")
        {
            if (c == '"')
                quoted = !quoted;
            else if (c != ' ' || quoted)
                word.Append(c);
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        return words;
    }
}
