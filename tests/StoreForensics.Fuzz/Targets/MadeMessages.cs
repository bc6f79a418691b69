using StoreForensics.Tests.Stores.Docker.Swarm;

namespace StoreForensics.Fuzz.Targets;

/// <summary>Messages that no fixture holds: of builds, of a swarm's log, of a checkpoint.</summary>
internal static class MadeMessages
{
    public static IEnumerable<Seed> All()
    {
        MessageWriter vertex = new MessageWriter().Text(1, "sha256:" + new string('a', 64)).Text(3, "[1/2] RUN true").Number(4, 1).Time(5, 1_700_000_000)
            .Time(6, 1_700_000_001).Text(7, "failed");
        MessageWriter line = new MessageWriter().Text(1, "sha256:" + new string('a', 64)).Time(2, 1_700_000_000).Number(3, 1).Text(4, "hello\n");
        yield return new Seed("status.pb", new MessageWriter().Message(1, vertex).Message(3, line).ToArray());
        var history = new MessageWriter().Text(1, "ref").Text(2, "dockerfile.v0").Message(3, new MessageWriter().Text(1, "filename").Text(2, "Dockerfile"))
            .Time(6, 1_700_000_000).Time(7, 1_700_000_009).Message(8, new MessageWriter().Text(1, "sha256:b").Number(2, 99).Text(3, "type"));
        foreach (int number in (int[])[4, 5, 9, 10, 11, 13, 18])
            history.Message(number, new MessageWriter().Text(1, "a").Message(2, new MessageWriter().Text(1, "b").Text(2, "c")));
        yield return new Seed("history.pb", history.Number(15, 1).Number(16, 2).ToArray());
        yield return new Seed("time.bin", [1, 0, 0, 0, 0x0E, 0xD2, 0x5F, 0x3C, 0x80, 0, 0, 0, 1, 0xFF, 0xFF]);
    }

    public static IEnumerable<Seed> Raft()
    {
        MessageWriter value = new MessageWriter().Text(1, "id").Message(3, new MessageWriter().Message(1, new MessageWriter().Text(1, "web")));
        yield return new Seed("log.wal", new RaftWriter().Act(1, 3, value).Act(2, 3, value).Act(3, 7, value).Commit().ToArray());
        yield return new Seed("state.snap", RaftWriter.Snapshot(3, value));
    }

    /// <summary>Two processes, the arguments of one in its memory, its files.</summary>
    public static IEnumerable<Seed> Criu()
    {
        const ulong arguments = 0x7FFD_0064;
        byte[] words = "/bin/web\0-p\080\0"u8.ToArray();
        yield return Image("pstree.img", new MessageWriter().Number(1, 1).Number(2, 0), new MessageWriter().Number(1, 7).Number(2, 1));
        yield return Image("core-1.img", new MessageWriter().Number(1, 1)
            .Message(3, new MessageWriter().Text(6, "web")).Message(4, new MessageWriter().Number(2, 5)));
        yield return Image("core-7.img", new MessageWriter().Number(1, 1).Message(3, new MessageWriter().Text(6, "sh")));
        yield return Image("ids-7.img", new MessageWriter().Number(2, 5));
        yield return Image("mm-1.img", new MessageWriter().Number(8, arguments).Number(9, arguments + (ulong)words.Length));
        yield return Image("pagemap-1.img", new MessageWriter().Number(1, 1), new MessageWriter().Number(1, 4096).Number(2, 1).Number(4, 4),
            new MessageWriter().Number(1, arguments - 100).Number(2, 1).Number(4, 4));
        yield return new Seed("pages-1.img", [.. new byte[4196], .. words, .. new byte[3996 - words.Length]]);
        yield return Image("fdinfo-5.img", new MessageWriter().Number(1, 1).Number(4, 0), new MessageWriter().Number(1, 2).Number(4, 3));
        yield return Image("files.img", new MessageWriter().Number(1, 1).Number(2, 1).Message(3, new MessageWriter().Text(5, "/dev/null")),
            new MessageWriter().Number(1, 2).Number(2, 2).Message(4, new MessageWriter().Number(5, 6).Number(6, 1).Number(7, 80).Number(8, 51234)
                .Number(11, 0x0900580A).Number(12, 0x0500000A)));
    }

    private static Seed Image(string name, params MessageWriter[] records) => new(name,
        [0x19, 0x43, 0x56, 0x54, 0x30, 0x30, 0x27, 0x50, .. records.Select(r => r.ToArray()).SelectMany(r => BitConverter.GetBytes(r.Length).Concat(r))]);
}
