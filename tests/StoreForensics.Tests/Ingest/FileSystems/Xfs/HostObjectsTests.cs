using System.Buffers.Binary;
using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <summary>A disk with two file systems as an object: the whole tree, and each of them by its number.</summary>
public sealed class HostObjectsTests
{
    private const int SectorBytes = 512, FirstSector = 2048;

    [TestCase("@host", "/mbr1 /mbr2")]
    [TestCase("@host:1", "/block /etc /few /leaf")]
    [TestCase("@host:2", "/kept /new /old")]
    public void A_file_system_is_named_by_its_number(string name, string names)
    {
        using var disk = new TwoFileSystems();
        Assert.That(string.Join(' ', disk.Analyzer.Host(name).List("/"u8, recursive: false).Select(e => Encoding.UTF8.GetString(e.Path.Span))),
            Is.EqualTo(names));
    }

    [TestCase("@host:0")]
    [TestCase("@host:3")]
    [TestCase("@host:")]
    [TestCase("@host:-1")]
    public void Another_number_is_a_wrong_call_that_lists_them(string name)
    {
        using var disk = new TwoFileSystems();
        Assert.That(() => disk.Analyzer.Host(name), Throws.TypeOf<UsageException>().With.Message.Contains("@host:1 (mbr1), @host:2 (mbr2)"));
    }

    [TestCase("@host", true)]
    [TestCase("@host:x", true)]
    [TestCase("@hosts", false)]
    [TestCase("host", false)]
    public void Only_its_own_word_means_it(string name, bool isMeant) => Assert.That(HostObjects.IsMeant(name), Is.EqualTo(isMeant));

    /// <summary>One of version 4, and one whose log is played back.</summary>
    private sealed class TwoFileSystems : IDisposable
    {
        private readonly string _path = Path.GetTempFileName();
        private readonly Scratch _scratch = new(null);

        public TwoFileSystems()
        {
            byte[] table = new byte[FirstSector * SectorBytes], first = XfsFixtures.Image("v4"), second = XfsFixtures.Image("dirty");
            Entry(table.AsSpan(446), FirstSector, first.Length / SectorBytes);
            Entry(table.AsSpan(462), FirstSector + (first.Length / SectorBytes), second.Length / SectorBytes);
            (table[510], table[511]) = (0x55, 0xAA);
            using (FileStream disk = File.Create(_path))
            {
                disk.Write(table);
                disk.Write(first);
                disk.Write(second);
            }
            Analyzer = Analyzer.Open(new AnalysisOptions { Evidence = [_path], ReadStores = false }, _scratch);
        }

        public Analyzer Analyzer { get; }

        public void Dispose()
        {
            Analyzer.Dispose();
            _scratch.Dispose();
            File.Delete(_path);
        }

        private static void Entry(Span<byte> entry, int start, int sectors)
        {
            entry[4] = 0x83;
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], start);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], sectors);
        }
    }
}
