using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>ask</c>: the ready questions, to the committed sample and to a case file of it.</summary>
[TestFixture]
internal sealed class AskTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    private static readonly Lazy<string> s_case = new(() =>
    {
        string file = ScratchFolder.Session.File("asked.sqlite");
        BuiltProgram.Run("analyze", s_sample, "-o", file).MustExit(0);
        return file;
    });

    [TestCase("entry", "rule", "command-download-run")]
    [TestCase("persistence", "path", "/root/.ssh/authorized_keys")]
    [TestCase("secrets", "rule", "secret-in-metadata")]
    [TestCase("deleted", "path", "/etc/app/app.conf")]
    [TestCase("spread", "what", "made by hand")]
    [TestCase("poisoned", "image", "shop/backup:nightly")]
    [TestCase("changed", "path", "/tmp/.x/kworkerd")]
    public void A_question_has_the_sample_s_answer(string question, string column, string expected)
    {
        IReadOnlyList<JsonRow> rows = BuiltProgram.Run("ask", question, s_case.Value, "--format", "json").MustExit(0).JsonRows();
        Assert.That(rows.Select(r => r.Text(column)), Has.Member(expected));
    }

    [Test]
    public void Nothing_left_the_sample() =>
        Assert.That(BuiltProgram.Run("ask", "exfiltration", s_case.Value).MustExit(0).Text, Does.Contain("nothing"));

    [Test]
    public void The_window_around_a_time_is_closed_at_both_ends()
    {
        IReadOnlyList<JsonRow> rows = BuiltProgram.Run("ask", "around", s_case.Value, "--around", "2026-11-27 10:12:08", "--window", "1s", "--format", "json")
            .MustExit(0).JsonRows();
        string[] seconds = [.. rows.Select(r => r.Text("time")![..19]).Distinct()];
        Assert.That(seconds, Is.SubsetOf(new[] { "2026-11-27T10:12:07", "2026-11-27T10:12:08", "2026-11-27T10:12:09" }).And.Not.Empty);
    }

    [Test]
    public void Evidence_gives_what_its_case_file_gives()
    {
        byte[] asked = BuiltProgram.Run("ask", "persistence", s_sample, "--format", "json").MustExit(0).Output;
        Assert.That(asked, Is.EqualTo(BuiltProgram.Run("ask", "persistence", s_case.Value, "--format", "json").MustExit(0).Output));
    }

    [Test]
    public void The_statement_can_be_taken_along() =>
        Assert.That(BuiltProgram.Run("ask", "entry", "--sql").MustExit(0).Text, Does.StartWith("SELECT "));

    /// <summary>What a file that somebody hands over defines is code: a view that does not end is never asked.</summary>
    [TestCase("DROP VIEW history; CREATE VIEW history AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")]
    [TestCase("ALTER TABLE findings ADD COLUMN more TEXT AS (hex(zeroblob(400000000)))")]
    [TestCase("CREATE TRIGGER t AFTER INSERT ON findings BEGIN SELECT 1; END")]
    [TestCase("DROP TABLE indicators")]
    public void A_case_file_that_was_changed_is_not_asked(string change)
    {
        string file = ScratchFolder.Session.File($"changed-{change.Length}.sqlite");
        File.Copy(s_case.Value, file, overwrite: true);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
            command.CommandText = change;
            command.ExecuteNonQuery();
        }
        Assert.That(BuiltProgram.Run("ask", "entry", file).MustExit(2).MustExplainItself().Errors, Does.Contain("no case file of this version"));
        Assert.That(BuiltProgram.Run("hunt", s_sample, "--from", file).MustExit(2).MustExplainItself().Errors, Does.Contain("no case file of this version"));
    }

    [Test]
    public void Wrong_calls_are_explained()
    {
        string other = ScratchFolder.Session.File("other.sqlite");
        File.WriteAllBytes(other, [.. "SQLite format 3\0"u8, .. new byte[4080]]);
        Assert.Multiple(() =>
        {
            Assert.That(BuiltProgram.Run("ask", "why", s_case.Value).MustExit(2).MustExplainItself().Errors, Does.Contain("there are accounts, around, changed"));
            Assert.That(BuiltProgram.Run("ask", "around", s_case.Value).MustExit(2).MustExplainItself().Errors, Does.Contain("--around TIME"));
            Assert.That(BuiltProgram.Run("ask", "entry").MustExit(2).MustExplainItself().Errors, Does.Contain("needs evidence"));
            Assert.That(BuiltProgram.Run("ask", "entry", other).MustExit(2).MustExplainItself().Errors, Does.Contain("case file"));
        });
    }
}
