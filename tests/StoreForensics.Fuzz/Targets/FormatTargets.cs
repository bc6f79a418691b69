using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.Bolt;
using StoreForensics.Formats.GoBinary;
using StoreForensics.Formats.GoJson;
using StoreForensics.Formats.Protobuf;
using StoreForensics.Formats.Raft;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Fuzz.Mutations;
using StoreForensics.Ingest.Partitions.Thin;
using StoreForensics.Logs;
using StoreForensics.Primitives;
using StoreForensics.Stores.BuildKit;
using StoreForensics.Stores.Checkpoints.Criu;
using StoreForensics.Stores.Docker.Databases;
using StoreForensics.Tests.Evidence;

namespace StoreForensics.Fuzz.Targets;

/// <summary>What engines write into their stores.</summary>
internal static class FormatTargets
{
    public static IEnumerable<Target> All =>
    [
        new("bolt", Ending(".db"), static b => b.Length > 20 && b.AsSpan(16).StartsWith((ReadOnlySpan<byte>)[0xED, 0xDA, 0x0C, 0xED]), Bolt),
        new("sqlite", Ending(".db", ".sql", ".sqlite"), static b => b.AsSpan().StartsWith("SQLite format 3"u8), Sqlite),
        new("tar-split", Ending(".json.gz", ".tar-split.gz"), static _ => true, TarSplit) { Mutate = Content },
        new("layer-tar", Ending(".tar"), static b => b.Length < 4 << 20, static (input, _) =>
        {
            var problems = new ProblemLog();
            new TarSplitRebuilder(new LayerTarReader(new MemoryStream(input.ToArray()), problems, Reading.Origin), static _ => null).Run(Stream.Null);
            ContainedFaultException.Check(problems);
        }) { Mutate = TarMutation.Of },
        new("json", Ending(".json"), static b => b.Length is > 0 and < 1 << 20, Json) { Mutate = Content },
        new("logs", Ending(".log", ".log.1", ".log.2"), static _ => true, Logs) { Mutate = Content, Made = Lines },
        new("protobuf", Never, static _ => true, Protobuf) { Made = MadeMessages.All },
        new("raft", Ending(".wal", ".snap"), static _ => true, Raft) { Made = MadeMessages.Raft },
        new("criu", Ending("pstree.img", "files.img", "ids-1.img", "core-1.img", "mm-1.img"), static _ => true, Criu) { Made = MadeMessages.Criu },
        new("thin", Never, static _ => true, Thin) { Made = MadeDisks.Thin },
    ];

    private static Func<string, long, bool> Ending(params string[] endings) =>
        (name, size) => size < 4 << 20 && endings.Any(e => name.EndsWith(e, StringComparison.Ordinal));

    private static bool Never(string name, long size) => false;

    private static Input Content(Seed seed, Random random) => new(seed, TarMutation.Content(seed.Bytes, random));

    private static void Bolt(Input input, Workplace place)
    {
        var problems = new ProblemLog();
        ReadOnlyMemory<byte> bytes = input.Memory;
        BoltFile bolt = BoltFile.Open(bytes, problems, Reading.Origin);
        long size = Size(bolt.Root) + Size(bolt.PreviousRoot) + bolt.Carve().Sum(c => (long)c.Key.Span.Length + c.Value.Length);
        if (size > 8L * input.Length)
            throw new InvalidDataException($"{size} bytes out of {input.Length}");
        VolumeDatabase.Read(bytes, problems, Reading.Origin);
        NetworkDatabase.Read(bytes, problems, Reading.Origin);
        ContainedFaultException.Check(problems);
    }

    private static long Size(BoltBucket? root) =>
        root?.WithDescendants().SelectMany(b => b.Entries).Where(e => !e.IsBucket).Sum(e => (long)e.Key.Span.Length + e.Value.Length) ?? 0;

    private static void Sqlite(Input input, Workplace place)
    {
        var problems = new ProblemLog();
        var file = new SqliteFile(input.Memory, Reading.Origin);
        foreach (SqliteFile? beside in (SqliteFile?[])[null, file])
        {
            SqliteDatabase database = SqliteDatabase.Open(file, problems, journal: beside, log: beside);
            foreach (string name in database.TableNames)
            {
                foreach (SqliteRow row in database.Table(name)?.Rows() ?? [])
                {
                    for (int i = 0; i < database.Table(name)!.Columns.Count; i++)
                        _ = row[i].Bytes.Length;
                }
            }
        }
        ContainedFaultException.Check(problems);
    }

    private static void TarSplit(Input input, Workplace place)
    {
        var problems = new ProblemLog();
        using Stream plain = StoredFile.Unpacked(new MemoryStream(input.ToArray()));
        new TarSplitRebuilder(new TarSplitReader(plain, problems, Reading.Origin), static _ => null).Run(Stream.Null);
        ContainedFaultException.Check(problems);
    }

    private static void Json(Input input, Workplace place)
    {
        var problems = new ProblemLog();
        if (JsonFile.Parse(input.Memory.Span, Reading.Origin, problems) is { } element)
            Walk(element);
        _ = JsonFile.Object(input.Memory.Span, Reading.Origin, problems)?.NonEmpty("created");
        try
        {
            GoJsonParser.First(input.Memory.Span, out _, out _);
        }
        catch (JsonException)
        {
            // Says that it is none.
        }
        GoJsonParser.TryParse(input.ToArray())?.Dispose();
        ContainedFaultException.Check(problems);
    }

    private static void Walk(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Walk(item);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
                Walk(property.Value);
        }
    }

    private static void Logs(Input input, Workplace place)
    {
        var file = new OneFile("log", input.ToArray());
        var problems = new ProblemLog();
        var files = new EvidenceFiles(file, problems);
        var json = new JsonFileLog(files);
        var cri = new CriLog(files);
        var local = new LocalLog(files);
        foreach (LogLine line in json.Read(file.Node).Concat(json.Rest()).Concat(cri.Read(file.Node)).Concat(cri.Rest()).Concat(local.Read(file.Node))
            .Concat(local.Rest()))
            _ = line.Text.Length;
        var entry = new EntryRef(file, file.Node);
        BuildLog.Read(entry, problems);
        foreach (BuildLogLine line in BuildLog.Lines(entry, problems))
            _ = line.Text.Length;
        LocalLogArchive.LastTime(input.Memory.Span);
        ContainedFaultException.Check(problems);
    }

    private static IEnumerable<Seed> Lines()
    {
        yield return new Seed("cri.log", "2026-05-01T10:00:00.123456789Z stdout F one\n"u8.ToArray());
        yield return new Seed("parts.log", "2026-05-01T10:00:01+02:00 stderr P two\n2026-05-01T10:00:01Z stderr F end\n"u8.ToArray());
    }

    private static void Protobuf(Input input, Workplace place)
    {
        ReadOnlyMemory<byte> bytes = input.Memory;
        for (var fields = new ProtobufFields(bytes.Span); fields.Read();)
        {
            if (fields.IsBytes)
                ProtobufTime.Of(fields.Bytes);
        }
        _ = BuildLogMessage.Parse(bytes).Vertices.Count;
        _ = HistoryMessage.Parse(bytes.Span).IsDamaged;
        GoBinaryTime.TryParse(bytes.Span);
        _ = RaftEntry.Parse(bytes.Span);
    }

    private static void Raft(Input input, Workplace place)
    {
        foreach (WalRecord record in WalReader.Read(new MemoryStream(input.ToArray()), static (_, _) => { }))
            _ = RaftEntry.Parse(record.Data)?.Data.Length;
        _ = RaftSnapshot.Parse(input.Memory.Span)?.Data.Length;
    }

    // Whatever of them is changed, the others are as they were made.
    private static void Criu(Input input, Workplace place)
    {
        using var files = new FolderOfFiles("checkpoint", [.. MadeMessages.Criu().Where(s => s.Name != input.Seed.Name).Select(s => (s.Name, s.Bytes)),
            (input.Seed.Name, input.ToArray())]);
        var problems = new ProblemLog();
        _ = new ProcessTree(new EvidenceFiles(files, problems), EvidenceTree.Root).Read()?.Count;
        ContainedFaultException.Check(problems);
    }

    private static void Thin(Input input, Workplace place)
    {
        const int dataBytes = 1 << 20;
        var pool = new ThinPool(new InputBlocks(input), new InputBlocks(new Input(new Seed("data", new byte[dataBytes]))), "fuzz");
        pool.Tell(static (_, _, _) => { });
        byte[] buffer = new byte[1 << 16];
        foreach (ThinDevice device in pool.Devices(static (_, _, _) => { }).Take(16))
        {
            using Ingest.Disks.IBlockSource volume = pool.Open(device.Id, null);
            if (volume.Length >= buffer.Length)
                volume.ReadAt(0, buffer);
        }
    }
}
