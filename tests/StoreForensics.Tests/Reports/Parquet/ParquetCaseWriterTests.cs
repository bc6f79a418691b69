using System.Text;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet;
using StoreForensics.Tests.Reports.Data;
using StoreForensics.Timeline;
using SampleCases = StoreForensics.Tests.Reports.Data.Samples;

namespace StoreForensics.Tests.Reports.Parquet;

/// <summary>The Parquet case, read back by DuckDB.</summary>
public sealed class ParquetCaseWriterTests
{
    private CaseOnDisk _disk = null!;

    [SetUp]
    public void MakeFolder() => _disk = new CaseOnDisk();

    [TearDown]
    public void RemoveFolder() => _disk.Dispose();

    [Test]
    public void Every_event_is_a_row_in_order_with_its_bytes()
    {
        List<object?[]> rows = CaseOnDisk.Ask(_disk.Write(SampleCases.Case()), """
            SELECT unix_seconds, nanoseconds, event_type, coalesce(message_bytes, encode(message)), coalesce(path_bytes, encode(path)), coalesce(link_target_bytes, encode(link_target)),
              coalesce(origin_bytes, encode(origin)), sha256, uid FROM {events} ORDER BY event_key
            """);

        Assert.That(rows, Has.Count.EqualTo(SampleCases.Events.Count));
        Assert.Multiple(() =>
        {
            foreach ((object?[] row, EventDraft e) in rows.Zip(SampleCases.Events))
            {
                Assert.That(row[..3], Is.EqualTo(new object[] { e.Time.Seconds, (long)e.Time.Nanoseconds, e.Type.Name() }));
                Assert.That(row[3..8].Select(cell => (byte[]?)cell ?? []), Is.EqualTo(new[] { e.Message, e.Path, e.LinkTarget, e.Origin, e.Sha256 }));
                Assert.That(row[8], Is.EqualTo(e.Uid));
            }
        });
    }

    /// <summary>Nanoseconds of 64 bits end in 2262: what is later stands beside them, in full.</summary>
    [Test]
    public void Times_are_exact_to_the_nanosecond_whatever_the_year()
    {
        List<object?[]> rows = CaseOnDisk.Ask(_disk.Write(SampleCases.Case()), "SELECT epoch_ns(datetime), datetime_text FROM {events} ORDER BY event_key");

        Assert.That(rows.SkipLast(1).Select(r => r[0]),
            Is.EqualTo(SampleCases.Events.SkipLast(1).Select(e => (object)((e.Time.Seconds * 1_000_000_000) + e.Time.Nanoseconds))));
        Assert.That(rows.SkipLast(1).Select(r => r[1]), Is.All.Null);
        Assert.That(rows[^1], Is.EqualTo(new object?[] { null, "9999-12-31T23:59:59.999999999+00:00" }));
    }

    [Test]
    public void Same_case_same_bytes_and_scratch_files_are_gone()
    {
        string once = _disk.Write(SampleCases.Case(inventory: SampleInventory.Make()));
        string again = _disk.Write(SampleCases.Case(inventory: SampleInventory.Make()), "b.case");
        string[] files = [.. Directory.EnumerateFiles(once, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(once, f))];

        Assert.That(files, Has.Length.EqualTo(ParquetCaseWriter.Tables.Count));
        Assert.That(files.Where(f => !File.ReadAllBytes(Path.Combine(once, f)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(again, f)))), Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(_disk.Scratch), Is.Empty);
    }

    /// <summary>Whatever evidence is read together: each has its rows in its own files, and no two rows of a case have one key.</summary>
    [Test]
    public void Each_evidence_has_its_rows()
    {
        string folder = _disk.Write(Of(Lines("one.tar", "two/../x=y.tar"), "one.tar", "two/../x=y.tar"));
        // By a call of its own: its rows are counted from 1 again.
        _disk.Write(Of(Lines("zero.tar", "zero.tar"), "zero.tar"));
        List<object?[]> counts = CaseOnDisk.Ask(folder, "SELECT evidence, count(*), count(DISTINCT evidence_id), min(message), max(event_key) FROM {events} GROUP BY 1 ORDER BY 1");

        Assert.That(counts.Select(c => c[0]), Is.EqualTo(new[] { "one.tar", "two/../x=y.tar", "zero.tar" }));
        Assert.That(counts.Select(c => (c[1], c[2])), Is.EqualTo(new (object?, object?)[] { (1500L, 1L), (1500L, 1L), (3000L, 1L) }));
        Assert.That(CaseOnDisk.Ask(folder, "SELECT count(DISTINCT event_key), count(DISTINCT subject_key) FROM {events}").Single(), Is.EqualTo(new object[] { 6000L, 4L }));
        Assert.That(CaseOnDisk.Ask(folder, "SELECT count(*) FROM {events} e JOIN {subjects} s USING (subject_key) WHERE s.evidence = e.evidence").Single()[0], Is.EqualTo(6000L));
        Assert.That(CaseOnDisk.Ask(folder, "SELECT name FROM {evidence} ORDER BY name").Select(r => r[0]), Is.EqualTo(new[] { "one.tar", "two/../x=y.tar", "zero.tar" }));
        Assert.That(Directory.GetDirectories(Path.Combine(folder, "events")), Has.Length.EqualTo(3), "no name leads elsewhere");
    }

    [Test]
    public void Row_groups_are_bounded_and_follow_the_time()
    {
        EventDraft[] events = [.. Enumerable.Range(0, 130_000).Select(i => new EventDraft
        {
            Time = new Timestamp(1_700_000_000 + (i / 7), i % 7),
            Type = EventType.ContainerLog,
            Subject = new EventSubject { Index = 0, Evidence = "e v.tar" },
            Message = "x"u8.ToArray(),
        })];
        string folder = _disk.Write(SampleCases.Case(events));

        List<object?[]> groups = CaseOnDisk.Ask(folder, $"""
            SELECT row_group_num_rows, stats_min_value::BIGINT, stats_max_value::BIGINT, compression FROM parquet_metadata('{folder}/events/*/*.parquet')
            WHERE path_in_schema = 'unix_seconds' ORDER BY row_group_id
            """);

        Assert.That(groups.Select(g => g[0]), Is.EqualTo(new[] { 122_880L, 7_120L }));
        Assert.That((long)groups[0][2]!, Is.LessThanOrEqualTo((long)groups[1][1]!), "sorted");
        Assert.That(groups.Select(g => g[3]), Is.All.EqualTo("ZSTD"));
    }

    [Test]
    public void Long_texts_end_a_row_group_before_its_rows_do()
    {
        EventDraft[] events = [.. Enumerable.Range(0, 40).Select(i => new EventDraft
        {
            Time = new Timestamp(i, 0),
            Type = EventType.ContainerLog,
            Subject = new EventSubject { Index = 0, Evidence = "e v.tar" },
            Message = new byte[2 << 20].Select(_ => (byte)'a').ToArray(),
        })];
        string folder = _disk.Write(SampleCases.Case(events));

        Assert.That(CaseOnDisk.Ask(folder, $"SELECT DISTINCT row_group_num_rows FROM parquet_metadata('{folder}/events/*/*.parquet') ORDER BY 1").Select(r => r[0]),
            Is.EqualTo(new[] { 8L, 32L }));
    }

    /// <summary>The columns of the files are those of the manual, in order, as DuckDB and the format name their types.</summary>
    [Test]
    public void The_manual_lists_the_tables_as_they_are()
    {
        string path = Path.Combine(Checkout.Root, "docs", "parquet.md");
        string text = File.ReadAllText(path);
        const string Mark = "`STOREFORENSICS_UPDATE_GOLDEN=1 dotnet test --filter ~The_manual_lists`. -->\n";
        string head = text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];
        if (Checkout.IsUpdate)
            File.WriteAllText(path, head + ParquetManual.Write());
        string manual = File.ReadAllText(path)[head.Length..];

        Assert.That(manual, Is.EqualTo(Written(_disk.Write(SampleCases.Case(inventory: SampleInventory.Make())))));
    }

    [Test]
    public void Digests_are_told_once_and_in_order()
    {
        using var scratch = new Scratch(_disk.Scratch);
        using var set = new DigestSet(scratch);
        byte[][] all = [.. Enumerable.Range(0, 2000).Select(i => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i % 700)))];
        // More than a block of one first byte, so that some wait in the file.
        byte[][] near = [.. all.Concat(Enumerable.Range(0, 1000).Select(i => (byte[])[7, (byte)(i % 251), .. new byte[30]]))];
        foreach (byte[] digest in near)
            set.Add(digest);

        string[] expected = [.. near.Select(Convert.ToHexStringLower).Distinct().Order(StringComparer.Ordinal)];
        Assert.That(set.Sorted().Select(d => Convert.ToHexStringLower(d.Span)), Is.EqualTo(expected));
        Assert.That(expected, Has.Length.EqualTo(951));
    }

    private static EventDraft[] Lines(string one, string other) => [.. Enumerable.Range(0, 3000).Select(i => new EventDraft
    {
        Time = new Timestamp(1_700_000_000 + i, 0),
        Type = EventType.ContainerLog,
        Subject = new EventSubject { Index = i % 2, Evidence = i % 2 == 0 ? one : other },
        Message = Encoding.UTF8.GetBytes($"line {i}"),
    })];

    private static Case Of(EventDraft[] events, params string[] evidence)
    {
        Case one = SampleCases.Case(events);
        return new Case
        {
            Details = one.Details,
            Tool = one.Tool,
            Evidence = [.. evidence.Select(name => new EvidenceDetails { Name = name, Wrapping = ["tar"], SizeBytes = 1, Entries = 1 })],
            Inventory = one.Inventory,
            Timeline = one.Timeline,
            Problems = [],
        };
    }

    // As the format's own reader says it.
    private static string Written(string folder)
    {
        var page = new StringBuilder();
        foreach (string table in ParquetCaseWriter.Tables)
        {
            page.Append($"\n### {table}\n\n| column | type |\n| --- | --- |\n");
            foreach (object?[] row in CaseOnDisk.Ask(folder, $"SELECT name, type, type_length, logical_type, repetition_type FROM parquet_schema('{folder}/{table}/*/*.parquet') WHERE name <> 'schema'"))
            {
                string logical = (string?)row[3] ?? "";
                string type = (string)row[1]! + (logical.StartsWith("Timestamp", StringComparison.Ordinal) && logical.Contains("isAdjustedToUTC=0", StringComparison.Ordinal)
                    && logical.Contains("NANOS", StringComparison.Ordinal) ? ", timestamp in nanoseconds" : logical.StartsWith("String", StringComparison.Ordinal) ? ", string"
                    : (string)row[1]! == "FIXED_LEN_BYTE_ARRAY" ? $"({row[2]})" : logical.Length > 0 ? ", " + logical : "");
                Assert.That(row[4], Is.EqualTo("OPTIONAL"));
                page.Append($"| `{row[0]}` | {type} |\n");
            }
        }
        return page.ToString();
    }
}
