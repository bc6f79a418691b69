using System.Diagnostics;
using System.Globalization;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet.Queries;
using StoreForensics.Timeline;
using SampleCases = StoreForensics.Tests.Reports.Data.Samples;

namespace StoreForensics.Tests.Reports.Parquet;

/// <summary>How long and how much memory: with <c>STOREFORENSICS_MEASURE=1 dotnet test --filter Name~_Measured_in_Parquet</c>.
/// Without it a thousandth of that, for what must hold of any number. Events are made by a rule, not read.</summary>
public sealed class MeasuredTests
{
    private static readonly (string Name, string Sql)[] s_queries =
    [
        ("count per host", "SELECT evidence, count(*) FROM events GROUP BY ALL ORDER BY ALL"),
        ("one host's window", "SELECT count(*), max(path) FROM events WHERE evidence = 'host07.tar' AND unix_seconds BETWEEN 1700005000 AND 1700005600"),
        ("LIKE over all paths", "SELECT evidence, count(*) FROM events WHERE path LIKE '%module77/file%9.py' GROUP BY ALL ORDER BY ALL"),
        ("same digest on all hosts", "SELECT count(*) FROM (SELECT sha256_bytes FROM digests WHERE what = 'file' GROUP BY ALL HAVING count(*) = 20)"),
        ("the same out of the events", "SELECT count(*) FROM (SELECT sha256_bytes FROM events WHERE sha256_bytes IS NOT NULL GROUP BY ALL HAVING count(DISTINCT evidence_id) = 20)"),
    ];

    private static readonly bool s_isMeasured = Environment.GetEnvironmentVariable("STOREFORENSICS_MEASURE") is { Length: > 0 };
    private static readonly int s_part = s_isMeasured ? 1 : 1000;

    [Test]
    public void TenMillionEvents_Measured_in_Parquet()
    {
        using var disk = new CaseOnDisk();
        int small = 200_000 / s_part, large = 10_000_000 / s_part;
        double few = Seconds(() => disk.Write(Of("few.tar", small, 1), "few.case")) / small;
        few = Seconds(() => disk.Write(Of("few.tar", small, 1), "few2.case")) / small;
        double many = Seconds(() => disk.Write(Of("many.tar", large, 1), "many.case")) / large;
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{few * 1e6:F2} µs an event of 200,000, {many * 1e6:F2} of 10,000,000 ({many / few:F2}); peak {PeakMebibytes()} MiB; {Size(Path.Combine(disk.Root, "many.case")) >> 20} MiB"));
        using var answers = ParquetAnswers.Open([Path.Combine(disk.Root, "many.case")], Path.Combine(disk.Scratch, "duckdb"));
        Assert.That(Convert.ToInt64(answers.Query("SELECT count(*) FROM events").Rows.Single().Cells[0], CultureInfo.InvariantCulture), Is.EqualTo(large));
        // Other tests of the process have a peak of their own.
        if (s_isMeasured)
            Assert.That(PeakMebibytes(), Is.LessThan(600));
    }

    [Test]
    public void TwentyHosts_Measured_in_Parquet()
    {
        using var disk = new CaseOnDisk();
        const int Hosts = 20;
        int events = 1_000_000 / s_part;
        double writing = Seconds(() =>
        {
            for (int i = 0; i < Hosts; i++)
                disk.Write(Of($"host{i:d2}.tar", events, i), "fleet.case");
        });
        string folder = Path.Combine(disk.Root, "fleet.case");
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"written {Hosts * events / writing:F0} events/s, {Size(folder) >> 20} MiB"));
        using var answers = ParquetAnswers.Open([folder], Path.Combine(disk.Scratch, "duckdb"));
        foreach ((string name, string sql) in s_queries)
        {
            object?[] first = [];
            double once = Seconds(() => first = [.. answers.Query(sql).Rows.FirstOrDefault()?.Cells ?? []]);
            double again = Seconds(() => Assert.That(answers.Query(sql).Rows.Count(), s_isMeasured ? Is.Positive : Is.GreaterThanOrEqualTo(0)));
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {once:F2} s, again {again:F2} s ({string.Join(' ', first)})"));
        }
        TestContext.Out.WriteLine($"peak {PeakMebibytes()} MiB");
        // For engines and readers that are tried by hand.
        if (Environment.GetEnvironmentVariable("STOREFORENSICS_KEEP_FLEET") is { Length: > 0 } keep)
            Directory.Move(folder, keep);
    }

    private static Case Of(string evidence, int count, int seed)
    {
        Case one = SampleCases.Case();
        return new Case
        {
            Details = one.Details,
            Tool = one.Tool,
            Evidence = [new EvidenceDetails { Name = evidence, Wrapping = ["tar"], SizeBytes = count, Entries = count }],
            Inventory = one.Inventory,
            Timeline = new MadeTimeline(evidence, count, seed),
            Problems = [],
        };
    }

    private static double Seconds(Action act)
    {
        var clock = Stopwatch.StartNew();
        act();
        return clock.Elapsed.TotalSeconds;
    }

    private static long Size(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);

    private static long PeakMebibytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 >> 20;
    }

    /// <summary>Files of a layer, one a row, in order of time; every other digest is that of the same row on other hosts.</summary>
    private sealed class MadeTimeline(string evidence, int count, int seed) : ITimeline
    {
        public TimelineSummary Summary => new() { Count = count, CountByType = [], First = null, Last = null, Days = [] };

        public IEnumerable<TimelineEvent> Events()
        {
            var e = new TimelineEvent { Type = EventType.LayerFileModified, TimeMeaning = "File modified (mtime)", Kind = EntryKind.File, Mode = 0x1a4 };
            EventSubject[] subjects = [.. Enumerable.Range(0, 100)
                .Select(i => new EventSubject { Index = i, Evidence = evidence, Store = "overlay2", Layer = $"layer{i}" })];
            byte[] bytes = new byte[512], digest = new byte[32];
            for (int i = 0; i < count; i++)
            {
                uint mixed = unchecked(((uint)i + ((uint)seed * 0x9e3779b9)) * 2654435761);
                System.Text.Unicode.Utf8.TryWrite(bytes, $"File modified: /usr/lib/python3/dist-packages/module{mixed % 5003}/file_{mixed}.py", out int message);
                System.Text.Unicode.Utf8.TryWrite(bytes.AsSpan(message), $"var/lib/docker/overlay2/{i / 10_000:x8}/diff", out int origin);
                long content = i % 2 == 0 ? i % 40_000 : i + ((long)seed << 32);
                System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(content), digest);
                bytes.AsSpan(15, message - 15).CopyTo(bytes.AsSpan(message + origin));
                (e.Time, e.Subject) = (new Timestamp(1_700_000_000 + (i / 100), i % 100 * 1_234_567), subjects[i / 10_000 % 100]);
                (e.Message, e.Path) = (bytes.AsMemory(0, message), bytes.AsMemory(15, message - 15));
                e.Origin = bytes.AsMemory(message, origin + message - 15);
                (e.Size, e.Sha256) = (mixed % 100_000, i % 5 == 0 ? default : digest);
                yield return e;
            }
        }
    }
}
