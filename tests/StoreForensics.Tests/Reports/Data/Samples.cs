using System.Text;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Timeline;
using static StoreForensics.Tests.Reports.Data.EventDraft;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>A small case whose every field is as hostile as evidence can make it.</summary>
internal static class Samples
{
    public const string LayerId = "8dbd9e392a964056420e5d58ca5cc376ef18e2de93b5cc90e868a1bbc8318c1c";

    private static readonly EventSubject s_plain = new()
    {
        Index = 0,
        Evidence = "evidence, \"one\".tar.gz",
        Store = "aufs",
        Images = ["ubuntu:12.04", "ubuntu:precise"],
        ImageIds = [LayerId, LayerId],
        Step = 1,
        Command = "/bin/sh -c #(nop) ADD file:x in /",
        Layer = LayerId,
    };

    private static readonly EventSubject s_hostile = new()
    {
        Index = 1,
        Evidence = "-evidence\n",
        Store = "overlay2@a|b",
        Images = ["=cmd|' /C calc'!A0:1", "b\u202e:1"],
        ImageIds = ["sha256:00"],
        Step = 12,
        Command = "\t=1+1\r\n\u0085\u2028 100% \\ \"q\", \ud800",
        Containers = ["+web", "web2"],
        ContainerIds = ["c1", "c2"],
        Layer = "9dbd9e39-init",
    };

    private static readonly EventSubject s_container = new()
    {
        Index = 2,
        Evidence = "evidence, \"one\".tar.gz",
        Store = "aufs",
        Command = "/bin/bash",
        Containers = ["angry_bell"],
        ContainerIds = ["c0ffee"],
    };

    private static readonly EventSubject s_bare = new() { Index = 3, Evidence = "" };

    public static IReadOnlyList<EventDraft> Events { get; } =
    [
        new() { Time = new(-616000000, 999999999), Type = EventType.LayerFileModified, Subject = s_plain, Message = Bytes("old"), Path = Bytes("/neg"),
            Kind = EntryKind.File, Mode = 0x1a4, Uid = 0, Gid = 0, Size = 0, Tag = "before-epoch" },
        new() { Time = new(0, 0), Type = EventType.LayerFileModified, Subject = s_plain, Message = Bytes("epoch"), Path = Bytes("/zero"),
            Kind = EntryKind.File, Mode = 0x1a4, Uid = 0, Gid = 0, Size = 12, Inode = 4711 },
        new() { Time = new(1335916800, 1), Type = EventType.LayerFileModified, Subject = s_plain, Message = Bytes("/bin/su modified"), Path = Bytes("/bin/su"),
            Change = 'A', Kind = EntryKind.File, Mode = 0x9ed, Uid = 0, Gid = 4294967295, Size = 36832,
            Sha256 = Enumerable.Range(0, 32).Select(i => (byte)(i * 8)).ToArray(), Inode = 18446744073709551615, Origin = Bytes("aufs/diff/x/bin/su") },
        new() { Time = new(1335916800, 1), Type = EventType.LayerFileChanged, Subject = s_plain, TimeMeaning = "Metadata changed",
            Message = Bytes("/bin/su changed"), Path = Bytes("/bin/su"), Kind = EntryKind.File, Mode = 0x9ed, Uid = 0, Gid = 0, Size = 36832 },
        new() { Time = new(1335916800, 1), Type = EventType.LayerFileBorn, Subject = s_plain, TimeMeaning = "Created", Message = Bytes("/bin/su born"),
            Path = Bytes("/bin/su"), Kind = EntryKind.File, Mode = 0x9ed, Uid = 0, Gid = 0, Size = 36832 },
        new() { Time = new(1335916800, 1), Type = EventType.LayerFileAccessed, Subject = s_plain, TimeMeaning = "Accessed",
            Message = Bytes("/bin/su accessed"), Path = Bytes("/bin/su"), Kind = EntryKind.File, Mode = 0x9ed, Uid = 0, Gid = 0, Size = 36832 },
        new() { Time = new(1335916801, 0), Type = EventType.LayerFileModified, Subject = s_hostile,
            Message = Bytes("=HYPERLINK(\"x\")\r\n\t\\ ‹\u0000\u0001\u007f\u00ff› \u009b31m \u2028 \u202e é 😀"),
            Path = Bytes("/a|b%0Ac%zz\n,\"\\ ‹\u00ff\u00c3›\u0085\u202egpj.exe"), Kind = EntryKind.Symlink, Mode = 0x1ff, Uid = -1, Gid = -2, Size = -3,
            LinkTarget = Bytes("../\n‹\u0080›|x"), Tag = "symlink-escape,time-future", Origin = Bytes("‹\u00fe›\u2029o") },
        new() { Time = new(1335916801, 5), Type = EventType.LayerFileDeleted, Subject = s_plain, TimeMeaning = "Deleted (whiteout)",
            Message = Bytes("/etc/passwd deleted"), Path = Bytes("/etc/passwd"), Change = 'D' },
        new() { Time = new(1335916801, 6), Type = EventType.LayerFileModified, Subject = s_plain, Message = Bytes("a decoy"),
            Path = Bytes("/etc/passwd (deleted)"), Kind = EntryKind.Directory, Mode = 0x3ff, Uid = 1, Gid = 2 },
        new() { Time = new(1335916802, 0), Type = EventType.ContainerLog, Subject = s_container, TimeMeaning = "Logged", Message = Bytes("stdout: tick") },
        new() { Time = new(1335916802, 0), Type = EventType.ContainerLog, Subject = s_container, TimeMeaning = "Logged", Message = Bytes("stdout: tick") },
        new() { Time = new(1335916802, 7), Type = EventType.ContainerLog, Subject = s_container, TimeMeaning = "Logged", Message = Bytes("stdout: tick #2") },
        new() { Time = new(1335916803, 0), Type = EventType.ImageCreated, Subject = s_plain, TimeMeaning = "Image created",
            Message = Bytes("Image ubuntu:12.04 was created, with a sentence that is a good deal longer than é eighty bytes") },
        new() { Time = new(1335916803, 0), Type = EventType.StoreFileModified, Subject = s_container, Message = Bytes("repositories-aufs modified"),
            Kind = EntryKind.File, Mode = 0x180, Origin = Bytes("var/lib/docker/repositories-aufs") },
        new() { Time = new(1335916803, 0), Type = EventType.DaemonStarted, Subject = s_bare, TimeMeaning = "", Message = [] },
        new() { Time = new(253402300799, 999999999), Type = EventType.LayerFileTampered, Subject = s_plain, Message = Bytes("x"),
            Path = Encoding.UTF8.GetBytes("/" + new string('p', 40)), Kind = EntryKind.CharDevice, Mode = 0xffff },
    ];

    public static Case Case(IReadOnlyList<EventDraft>? events = null, Inventory? inventory = null, IReadOnlyList<Finding>? findings = null) => new()
    {
        Details = new CaseDetails { CaseName = "2026-07 <b>", Examiner = "Ada \"Q\"", EvidenceId = "E-1", Note = "line 1\nline 2", Date = "2026-11-24" },
        Tool = new ToolDetails("storeforensics", "0.1.0", "storeforensics analyze 'e v.tar' -o x.json"),
        Evidence =
        [
            new EvidenceDetails { Name = "e v.tar", Wrapping = ["gzip", "tar"], SizeBytes = 1234, Sha256 = new string('a', 64), Sha256Of = "the file",
                Entries = 42 },
        ],
        Inventory = inventory ?? new Inventory(),
        Findings = findings,
        Timeline = new FakeTimeline(events ?? Events),
        Problems =
        [
            new Problem("SF-TAR-0001", ProblemSeverity.Damage, new Origin("e v.tar", new EvidencePath(Bytes("a/‹\u00ff›b")), 512), "header cut short"),
            new Problem("SF-GRAPH-0002", ProblemSeverity.Note, new Origin("e v.tar", default), "nothing"),
        ],
        ProblemsDropped = 3,
    };

    public static byte[] Write(IReportWriter writer, Case subject)
    {
        using var target = new MemoryStream();
        writer.Write(subject, target);
        Assert.That(target.CanWrite, "the stream stays the caller's");
        return target.ToArray();
    }
}
