using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Formats.TarSplit.TarSplitSample;

namespace StoreForensics.Tests.Formats.TarSplit;

public sealed class TarSplitMembersTest
{
    [Test]
    public void HeadersStandBetweenThePaddingAndTheFile()
    {
        List<TarSplitMember> members = Read(out IReadOnlyList<Problem> problems,
            Segment(0, Header("dir/", 0, '5', mode: 0x1ED)),
            File(1, "dir/", ""),
            Segment(2, Header("dir/file", 700)),
            File(3, "dir/file", new string('x', 700)),
            Segment(4, new byte[1024 - 700], Header("dir/link", 0, '2', "file")),
            File(5, "dir/link", ""),
            Segment(6, Header("dir/hard", 0, '1', "dir/file")),
            File(7, "dir/hard", ""),
            Segment(8, new byte[1024]));

        Assert.That(problems, Is.Empty);
        Assert.That(members.Select(m => ($"{m.Name}", (char)m.Type, m.Metadata!.Value.Kind, m.Size, m.Metadata.Value.Mode)), Is.EqualTo(new[]
        {
            ("dir/", '5', EntryKind.Directory, 0L, (ushort)0x1ED), ("dir/file", '0', EntryKind.File, 700L, (ushort)0x1A4),
            ("dir/link", '2', EntryKind.Symlink, 0L, (ushort)0x1A4), ("dir/hard", '1', EntryKind.File, 0L, (ushort)0x1A4),
        }));
        Assert.That(members[2].Metadata!.Value.LinkTarget, Is.EqualTo("file"u8.ToArray()));
        Assert.That(members[3].HardLinkTarget.ToString(), Is.EqualTo("dir/file"));
        Assert.That(members[1].Crc64, Is.EqualTo(Crc64.Of(new byte[700].Select(_ => (byte)'x').ToArray())));
        Assert.That((members[0].Metadata!.Value.Uid, members[0].Metadata!.Value.Gid, members[0].Metadata!.Value.Modified),
            Is.EqualTo((1000u, 100u, (Timestamp?)new Timestamp(1_400_000_000, 0))));
    }

    [Test]
    public void PaxRecordsHoldForOneFileAndGlobalOnesForAll()
    {
        List<TarSplitMember> members = Read(out IReadOnlyList<Problem> problems,
            Segment(0, Pax('g', ("uid", "7"), ("comment", "x"))),
            File(1, "pax_global_header", ""),
            Segment(2, Pax('x', ("mtime", "1400000000.123456789"), ("path", "long/name"), ("SCHILY.xattr.user.a", "1\n2")), Header("short", 0)),
            File(3, "long/name", ""),
            Segment(4, Header("next", 0)),
            File(5, "next", ""));

        Assert.That(problems, Is.Empty);
        Assert.That((members[0].Type, members[0].Metadata is null), Is.EqualTo(((byte)'g', true)));
        Assert.That((members[1].Metadata!.Value.Uid, members[1].Metadata!.Value.Modified),
            Is.EqualTo((7u, (Timestamp?)new Timestamp(1_400_000_000, 123_456_789))));
        Assert.That(members[1].Metadata!.Value.Xattrs!.Single().Value, Is.EqualTo("1\n2"u8.ToArray()));
        Assert.That((members[2].Metadata!.Value.Uid, members[2].Metadata!.Value.Modified!.Value.Nanoseconds, members[2].Metadata!.Value.Xattrs),
            Is.EqualTo((7u, 0, (object?)null)));
    }

    [Test]
    public void GnuLongNames()
    {
        string name = new('n', 150), target = new('t', 300);
        List<TarSplitMember> members = Read(out IReadOnlyList<Problem> problems,
            Segment(0, Header("././@LongLink", name.Length + 1, 'L'), Padded([.. System.Text.Encoding.ASCII.GetBytes(name), 0]),
                Header("././@LongLink", target.Length + 1, 'K'), Padded([.. System.Text.Encoding.ASCII.GetBytes(target), 0]),
                    Header(name[..100], 0, '2', target[..100])),
            File(1, name, ""));

        Assert.That(problems, Is.Empty);
        Assert.That(members.Single().Metadata!.Value.LinkTarget, Has.Length.EqualTo(300));
    }

    [Test]
    public void AHeaderInSeveralSegmentsIsOne()
    {
        byte[] header = Header("file", 0);

        List<TarSplitMember> members = Read(out IReadOnlyList<Problem> problems, Segment(0, header[..100]), Segment(1, header[100..]), File(2, "file", ""));

        Assert.That(problems, Is.Empty);
        Assert.That(members.Single().Type, Is.EqualTo((byte)'0'));
    }

    [Test]
    public void WithoutAHeaderTheFileIsStillListed()
    {
        List<TarSplitMember> members = Read(out IReadOnlyList<Problem> problems, Segment(0, new byte[512]), File(1, "bare", "abc"), File(2, "barer", ""));

        Assert.That(members.Select(m => (m.Name.ToString(), m.Size, m.Metadata is null)), Is.EqualTo(new[] { ("bare", 3L, true), ("barer", 0L, true) }));
        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.All.EqualTo(("SF-TARSPLIT-0004", ProblemSeverity.Damage)));
        Assert.That(problems, Has.Count.EqualTo(2));
    }

    [Test]
    public void ATarSplitThatContradictsItsHeadersIsOdd()
    {
        Read(out IReadOnlyList<Problem> problems, Segment(0, Header("etc/passwd", 5)), File(1, "etc/shadow", "abc"));

        Assert.That(problems.Select(p => p.Code), Is.EquivalentTo(new[] { "SF-TARSPLIT-0005", "SF-TARSPLIT-0007" }));
    }

    [Test]
    public void APaxRecordThatIsNoneIsLeftOut()
    {
        List<TarSplitMember> members = Read(out IReadOnlyList<Problem> problems, Segment(0, Pax('x', ("mtime", "yesterday"), ("uid", "7")), Header("file", 0)),
            File(1, "file", ""));

        Assert.That(problems.Select(p => (p.Code, p.Severity)), Is.EqualTo(new[] { ("SF-TARSPLIT-0006", ProblemSeverity.Warning) }));
        Assert.That(members.Single().Metadata!.Value.Uid, Is.EqualTo(7u));
    }

    [Test]
    public void ASparseFileIsMarked()
    {
        List<TarSplitMember> members = Read(out _, Segment(0, Header("sparse", 3, 'S')), File(1, "sparse", "abcdef"));

        Assert.That(members.Single().IsSparse, Is.True);
    }

    private static List<TarSplitMember> Read(out IReadOnlyList<Problem> problems, params string[] lines)
    {
        var log = new ProblemLog();
        List<TarSplitMember> members =
            [.. TarSplitMembers.Read(new TarSplitReader(new MemoryStream(Lines(lines)), log, new Origin("test", "tar-split.json.gz")))];
        problems = log.Sorted();
        return members;
    }
}
