using StoreForensics.EndToEnd.Cases;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Copies of the recorded sample that are not whole: what is missing because of the copy is said once and accuses nobody.</summary>
internal sealed class CopiedStoreTests
{
    private const string CutCode = "SF-COPY-0014";

    private static readonly string[] s_facts = ["mode", "uid", "gid", "size", "mtime"];

    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    /// <summary>A tar that was cut says nothing about what would have stood behind its end.</summary>
    [Test]
    public void What_stands_behind_the_end_of_a_cut_tar_is_not_missing([Values(55, 70, 93)] int percent)
    {
        string cut = ScratchFolder.Session.File($"cut-{percent}.tar");
        byte[] tar = File.ReadAllBytes(Unpacked.PlainTar(s_sample));
        File.WriteAllBytes(cut, tar[..(int)(tar.LongLength * percent / 100)]);

        ProgramRun verify = BuiltProgram.Run("verify", cut, "--format", "json").MustExit(4);
        ProgramRun findings = BuiltProgram.Run("findings", cut, "--format", "json").MustExit(4);

        Assert.Multiple(() =>
        {
            Assert.That(verify.Errors, Does.Contain(CutCode));
            Assert.That(verify.JsonRows().Where(Accuses).Select(r => $"{r.Text("status")} {r.Text("subject")} {r.Text("path")}"), Is.Empty);
            Assert.That(findings.JsonRows().Where(IsAboveLow).Select(Place).Except(WholePlaces()), Is.Empty);
        });
    }

    /// <summary>The case beside the repository: <c>tar -czf docker.tar.gz /var/lib/docker</c>, which keeps no attributes.</summary>
    [Test]
    public void A_tar_without_attributes_shows_what_the_whole_one_shows()
    {
        string copy = CaseInput.Of("tar-without-xattrs");
        string Ask(string evidence, params string[] command) => BuiltProgram.Run([command[0], evidence, .. command[1..]]).MustExit(0, 4).Text;

        Assert.Multiple(() =>
        {
            Assert.That(Ask(copy, "ls", "shop/web:1.4"), Is.EqualTo(Ask(s_sample, "ls", "shop/web:1.4")));
            Assert.That(Ask(copy, "history", "shop/backup:nightly", "--changes"), Is.EqualTo(Ask(s_sample, "history", "shop/backup:nightly", "--changes")));
            ProgramRun verify = BuiltProgram.Run("verify", copy, "--format", "json").MustExit(4);
            Assert.That(verify.JsonRows().Where(Accuses).Select(r => r.Text("path")), Is.Empty);
            Assert.That(verify.Errors.Split('\n').Count(l => l.Contains("SF-COPY-0001", StringComparison.Ordinal)), Is.EqualTo(1), verify.Errors);
            Assert.That(Places(copy).Except(WholePlaces()), Is.Empty);
        });
    }

    /// <summary>A tar of <c>find ! -type d</c>: nobody knows whose the directories were.</summary>
    [Test]
    public void Directories_without_entries_of_their_own_show_as_unknown()
    {
        string copy = WithoutDirectories();
        ProgramRun list = BuiltProgram.Run("ls", copy, "shop/web:1.4", "/", "-l").MustExit(4);
        JsonRow etc = BuiltProgram.Run("ls", copy, "shop/web:1.4", "/", "--format", "json").MustExit(4).JsonRows().Single(r => r.Text("path") == "/etc");
        Assert.Multiple(() =>
        {
            Assert.That(list.Text.Split('\n'), Does.Contain("d?????????  ?    ?    ?         ?                   ? /etc"));
            Assert.That(list.Text, Does.Not.Contain("d-----"));
            Assert.That(s_facts.Where(k => etc.Value(k).ValueKind != System.Text.Json.JsonValueKind.Null), Is.Empty);
        });
    }

    /// <summary>The case beside the repository: a record of 0 bytes, as a power failure leaves it.</summary>
    [Test]
    public void An_empty_record_accuses_nobody()
    {
        string copy = CaseInput.Of("tar-split-empty");
        ProgramRun verify = BuiltProgram.Run("verify", copy, "--format", "json").MustExit(4);
        Assert.Multiple(() =>
        {
            Assert.That(verify.JsonRows().Where(Accuses).Select(r => r.Text("path")), Is.Empty);
            Assert.That(verify.Errors, Does.Contain("tar-split.json.gz"));
            Assert.That(Places(copy).Except(WholePlaces()), Is.Empty);
        });
    }

    private static bool Accuses(JsonRow row) => row.Text("status") is "altered" or "missing" or "planted";

    private static bool IsAboveLow(JsonRow row) => row.Text("severity") is "medium" or "high" or "critical";

    private static string Place(JsonRow row) => $"{row.Text("rule")} {row.Text("path")}";

    private static IEnumerable<string> Places(string evidence) =>
        BuiltProgram.Run("findings", evidence, "--format", "json").MustExit(0, 4).JsonRows().Where(IsAboveLow).Select(Place);

    private static string[] WholePlaces() => [.. Places(s_sample)];

    // By whole blocks, an extended header with its member: libraries lose attributes that are not text.
    private static string WithoutDirectories()
    {
        byte[] tar = File.ReadAllBytes(Unpacked.PlainTar(s_sample));
        string copy = ScratchFolder.Session.File("without-directories.tar");
        using FileStream sink = File.Create(copy);
        for (int at = 0, start = 0; at < tar.Length;)
        {
            string digits = System.Text.Encoding.ASCII.GetString(tar, at + 124, 11).Trim('\0', ' ');
            int next = at + 512 + (digits.Length == 0 ? 0 : (Convert.ToInt32(digits, 8) + 511) / 512 * 512);
            char type = (char)tar[at + 156];
            at = next;
            if (type is 'x' or 'L' or 'K')
                continue;
            if (type != '5')
                sink.Write(tar, start, next - start);
            start = next;
        }
        return copy;
    }
}
