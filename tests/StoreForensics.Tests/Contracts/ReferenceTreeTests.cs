using System.Diagnostics;
using System.Globalization;
using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Tests.Contracts;

/// <summary>What the recipe says it made is what another program finds, so that the contract does not rest on the recipe alone.</summary>
public sealed class ReferenceTreeTests
{
    [Test]
    public void The_recipe_is_what_find_sees()
    {
        ReferenceTree tree = ReferenceTreeFixture.Tree;
        Tool.Require("find");
        string[] expected = [.. tree.Entries.Select(e =>
            string.Join('\0', Letter(e.Kind), Convert.ToString(e.Mode, 8), $"{e.Uid}", $"{e.Gid}", e.Kind == EntryKind.Directory ? "" : $"{e.Size}",
            string.Create(CultureInfo.InvariantCulture, $"{e.Modified.Seconds}.{e.Modified.Nanoseconds:D9}0"), Encoding.Latin1.GetString(e.LinkTarget.Bytes),
            $"{(e.Kind == EntryKind.File ? tree.Entries.Count(o => (o.LinkOf ?? o.Path) == (e.LinkOf ?? e.Path)) : 0)}",
                Encoding.Latin1.GetString(e.Path.Bytes)))];
        Assert.That(Find(tree.Root).Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)));
    }

    // Sizes of directories and link counts of anything but files are the file system's own.
    private static IEnumerable<string> Find(string root)
    {
        string facts(string size, string links) => $"%y\\000%m\\000%U\\000%G\\000{size}\\000%T@\\000%l\\000{links}\\000%P\\000\\001\\000";
        var start = new ProcessStartInfo("find", [root, "(", "-type", "d", "-printf", facts("", "0"), "-o", "-type", "f", "-printf", facts("%s", "%n"), "-o",
            "-printf", facts("%s", "0"), ")"])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.Latin1,
        };
        using Process find = Process.Start(start)!;
        string text = find.StandardOutput.ReadToEnd();
        find.WaitForExit();
        return text.Split("\0\x01\0", StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Letter(EntryKind kind) => kind switch
    {
        EntryKind.Directory => "d",
        EntryKind.Symlink => "l",
        EntryKind.CharDevice => "c",
        EntryKind.BlockDevice => "b",
        EntryKind.Fifo => "p",
        EntryKind.Socket => "s",
        _ => "f",
    };
}
