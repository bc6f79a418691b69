using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// <c>info</c> against <c>docker info</c> and <c>docker version</c>. The contract names what it tells, not its keys: any member whose name says
/// images or containers may hold the count.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.All))]
internal sealed partial class InfoTests(GraphEvidence evidence)
{
    private string _json = "";
    private string _text = "";

    [OneTimeSetUp]
    public void Ask()
    {
        _json = evidence.Ask("info").Text;
        _text = BuiltProgram.Run("info", evidence.Tar).MustExit(evidence.GoodEnds).Text;
    }

    [Test]
    public void Counts_are_those_of_docker_info()
    {
        string info = evidence.Truth.Text("info.txt")!;
        Assert.Multiple(() =>
        {
            Assert.That(Numbers("image"), Does.Contain(Whole(Images(), info)));
            Assert.That(Numbers("container"), Does.Contain(Whole(Containers(), info)));
        });
    }

    [Test]
    public void Driver_version_and_root_are_named()
    {
        string version = evidence.IsDocker07 ? "0.7.2" : "1.9.1";
        // Before the build nothing of the walk-through was written by this host's engine with its version in it.
        bool hasVersion = evidence != GraphEvidence.SeedBefore;
        foreach (string said in new[] { _json, _text })
        {
            Assert.Multiple(() =>
            {
                Assert.That(said, Does.Contain(evidence.Driver));
                Assert.That(said, Does.Contain("var/lib/docker"));
                if (hasVersion)
                    Assert.That(said, Does.Contain(version));
            });
        }
    }

    private static long Whole(Regex line, string text) => long.Parse(line.Match(text).Groups[1].Value, CultureInfo.InvariantCulture);

    private List<long> Numbers(string word)
    {
        var found = new List<long>();
        foreach (string line in _json.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Collect(document.RootElement, word, false, found);
        }
        return found;
    }

    private static void Collect(JsonElement element, string word, bool named, List<long> found)
    {
        if (element.ValueKind == JsonValueKind.Number && named && element.TryGetInt64(out long number))
            found.Add(number);
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in element.EnumerateObject())
                Collect(member.Value, word, member.Name.Contains(word, StringComparison.OrdinalIgnoreCase), found);
        }
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Collect(item, word, named, found);
        }
    }

    [GeneratedRegex(@"^Images: (\d+)", RegexOptions.Multiline)]
    private static partial Regex Images();

    [GeneratedRegex(@"^Containers: (\d+)", RegexOptions.Multiline)]
    private static partial Regex Containers();
}
