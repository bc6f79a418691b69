using System.Text;
using System.Text.Json;
using StoreForensics.Reports;
using StoreForensics.Reports.Jsonl;
using static StoreForensics.Tests.Reports.Data.EventDraft;

namespace StoreForensics.Tests.Reports.Data;

public sealed class JsonlTimelineWriterTests
{
    [Test]
    public void Output_is_the_reviewed_one() => GoldenFile.AssertIs("timeline.jsonl", Samples.Write(new JsonlTimelineWriter(), Samples.Case()));

    [Test]
    public void Every_record_has_every_key_in_order()
    {
        foreach (JsonElement record in Records(Samples.Events))
        {
            IEnumerable<string> keys = record.EnumerateObject().Select(p => p.Name).Where(name => !name.EndsWith("_base64", StringComparison.Ordinal));
            Assert.That(keys, Is.EqualTo(TimelineColumns.Names));
        }
    }

    [Test]
    public void Types_are_those_of_the_contract()
    {
        JsonElement record = Records([Samples.Events[2]]).Single();

        Assert.That(record.GetProperty("datetime").GetString(), Is.EqualTo("2012-05-02T00:00:00.000000001+00:00"));
        Assert.That(record.GetProperty("image").EnumerateArray().Select(v => v.GetString()), Is.EqualTo(new[] { "ubuntu:12.04", "ubuntu:precise" }));
        Assert.That(record.GetProperty("step").GetInt32(), Is.EqualTo(1));
        Assert.That(record.GetProperty("mode").GetString(), Is.EqualTo("4755"));
        Assert.That(record.GetProperty("gid").GetInt64(), Is.EqualTo(4294967295));
        Assert.That(record.GetProperty("sha256").GetString(), Does.StartWith("00081018").And.Length.EqualTo(64));
        Assert.That(record.GetProperty("container").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(record.GetProperty("tag").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(record.GetProperty("link_target").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Bytes_that_are_not_utf8_are_exact_in_base64()
    {
        JsonElement record = Records([Samples.Events[6]]).Single();

        Assert.That(record.GetProperty("path").GetString(), Is.EqualTo("/a|b%0Ac%zz\n,\"\\ \\xff\\xc3\u0085\u202egpj.exe"));
        Assert.That(record.GetProperty("path_base64").GetBytesFromBase64(), Is.EqualTo(Samples.Events[6].Path));
        Assert.That(record.GetProperty("link_target_base64").GetBytesFromBase64(), Is.EqualTo(Samples.Events[6].LinkTarget));
        Assert.That(record.GetProperty("origin_base64").GetBytesFromBase64(), Is.EqualTo(Samples.Events[6].Origin));
        Assert.That(Records([Samples.Events[2]]).Single().TryGetProperty("path_base64", out _), Is.False);
    }

    [Test]
    public void Nothing_is_cut_and_nothing_is_guarded()
    {
        string text = "=" + new string('x', 100_000);

        Assert.That(Records([Samples.Events[2] with { Message = Bytes(text) }]).Single().GetProperty("message").GetString(), Is.EqualTo(text));
    }

    [Test]
    public void Lines_hold_no_line_break_and_no_control_of_any_kind()
    {
        string text = Encoding.UTF8.GetString(Samples.Write(new JsonlTimelineWriter(), Samples.Case()));

        Assert.That(text.Split('\n'), Has.Length.EqualTo(Samples.Events.Count + 1));
        Assert.That(text.Where(c => c != '\n' && (char.IsControl(c) || c is '\u2028' or '\u2029')), Is.Empty);
    }

    [Test]
    public void Records_allocate_nothing()
    {
        EventDraft[] few = [.. Enumerable.Repeat(Samples.Events[2], 10)], many = [.. Enumerable.Repeat(Samples.Events[2], 20_010)];
        Measure(few);

        Assert.That(Measure(many) - Measure(few), Is.LessThan(20_000), "less than a byte a row: the runtime's own, not ours");

        static long Measure(EventDraft[] drafts)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            new JsonlTimelineWriter().Write(Samples.Case(drafts), Stream.Null);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    internal static List<JsonElement> Records(IReadOnlyList<EventDraft> drafts) =>
        [.. Encoding.UTF8.GetString(Samples.Write(new JsonlTimelineWriter(), Samples.Case(drafts)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)];
}
