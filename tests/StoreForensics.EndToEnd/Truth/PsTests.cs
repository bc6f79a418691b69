using System.Globalization;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary><c>containers</c> against <c>docker ps -a -s --no-trunc</c>: order, names with aliases, image, command, status.</summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.WithContainers))]
internal sealed partial class PsTests(GraphEvidence evidence)
{
    private ClientTable _table = null!;

    [OneTimeSetUp]
    public void Ask() => _table = evidence.Truth.Table("ps.txt")!;

    [Test]
    public void The_newest_container_comes_first()
    {
        var disagreements = new Disagreements();
        disagreements.SameList("order", _table.Rows.Select(line => _table.Cell(line, "CONTAINER ID")), evidence.Containers.Select(row => row.Text("id")!));
        disagreements.AssertNone();
    }

    /// <summary>The NAMES column is the container's own name and, through links, the aliases that others have for it.</summary>
    [Test]
    public void Names_and_links_give_every_name_of_ps()
    {
        var names = AllNames().ToLookup(pair => pair.Target, pair => pair.Name);
        ForEach((says, line, row) => says.SameSet(
            $"names of {row.Text("name")}", _table.Cell(line, "NAMES").Split(','), names[row.Text("name")!].Append(row.Text("name")!)));
    }

    /// <summary>0.7 shows any tag of the image, 1.9 what was typed as long as it still means that image; both the id where there is none.</summary>
    [Test]
    public void The_image_column_follows_from_image_and_image_id()
    {
        var references = evidence.AllImages.Where(row => row.Text("tag") is not null)
            .ToLookup(row => row.Text("id")!, row => $"{row.Text("repository")}:{row.Text("tag")}");
        ForEach((says, line, row) =>
        {
            string id = row.Text("image_id")!;
            string shown = _table.Cell(line, "IMAGE");
            bool follows = shown == id || shown == id[..12] || references[id].Contains(shown);
            says.True($"image column '{shown}' of {row.Text("name")} from image_id {id}", follows);
        });
    }

    /// <summary>Of a build's container ps tells the last step's command: see <see cref="ContainersTests"/>; there the one on disk counts.</summary>
    [Test]
    public void The_command_column_is_the_command()
    {
        IReadOnlyDictionary<string, EngineContainer> onDisk = DiskConfigs.Of(evidence.Tar);
        ForEach((says, line, row) =>
        {
            EngineContainer disk = onDisk[row.Text("id")!];
            string expected = disk.IsOfBuild ? disk.Command : Unquote(_table.Cell(line, "COMMAND"));
            says.Same($"command of {row.Text("name")}", Bare(expected), Bare(row.Text("command")!));
        });
    }

    [Test]
    public void The_status_column_is_state_and_exit_code() => ForEach((says, line, row) =>
    {
        string status = _table.Cell(line, "STATUS");
        string name = row.Text("name")!;
        Match ended = Ended().Match(status);
        if (status.StartsWith("Up", StringComparison.Ordinal))
            says.Same($"state of {name}", "running", row.Text("state"));
        else if (status == "Created")
            says.Same($"state of {name}", "created", row.Text("state"));
        else
            says.Same($"exit code of {name}", ended.Groups["code"].Value, row.Text("exit_code"));
    });

    private void ForEach(Action<Disagreements, string[], JsonRow> compare)
    {
        var own = evidence.Containers.ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (string[] line in _table.Rows)
        {
            if (own.TryGetValue(_table.Cell(line, "CONTAINER ID"), out JsonRow? row))
                compare(disagreements, line, row);
        }
        disagreements.AssertNone(_table.Rows.Count);
    }

    // a links to b as x: b has the name a/x too, and every alias of a leads on: c/a-alias/x.
    private IEnumerable<(string Target, string Name)> AllNames()
    {
        var links = (from row in evidence.Containers
                     from link in row.List("links")
                     let parts = link.Split(':')
                     select (Owner: row.Text("name")!, Target: parts[0].TrimStart('/'), Alias: parts[^1][(parts[^1].LastIndexOf('/') + 1)..])).ToList();
        var found = links.Select(link => (link.Target, Name: $"{link.Owner}/{link.Alias}")).ToList();
        if (!evidence.IsDocker07)
            return found; // 1.9 lists one level only
        for (int at = 0; at < found.Count && found.Count < 1000; at++)
            found.AddRange(links.Where(link => link.Owner == found[at].Target).Select(link => (link.Target, $"{found[at].Name}/{link.Alias}")).ToList());
        return found;
    }

    // 1.9 shows the command as a Go string literal with single quotes around arguments that hold blanks.
    private static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
            return text;
        return Escape().Replace(text[1..^1], match => match.Value[1] switch
        {
            'n' => "\n",
            't' => "\t",
            'x' => ((char)int.Parse(match.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
            _ => match.Value[1..],
        });
    }

    private static string Bare(string command) => command.Replace("'", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^Exit(ed)? \(?(?<code>-?\d+)\)?")]
    private static partial Regex Ended();

    [GeneratedRegex(@"\\(x[0-9a-f]{2}|.)")]
    private static partial Regex Escape();
}
