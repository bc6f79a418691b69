extern alias cli;

using cli::StoreForensics.Cli.Output;

namespace StoreForensics.Tests.Cli;

/// <summary>Reports are written on another thread: the same bytes, and no fault is lost.</summary>
public sealed class WriteBehindStreamTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(524_287)]
    [TestCase(524_288)]
    [TestCase(524_289)]
    [TestCase(3_000_001)]
    public void All_bytes_come_in_their_order(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        var target = new MemoryStream();
        using (var behind = new WriteBehindStream(target))
        {
            for (int at = 0, piece = 1; at < length; at += piece, piece = Math.Min((piece * 3) + 1, length - at))
            {
                behind.Write(bytes.AsSpan(at, piece));
                Assert.That(behind.Position, Is.EqualTo(at + piece));
            }
            behind.Flush();
            Assert.That(target.ToArray(), Is.EqualTo(bytes));
        }
        Assert.That(target.ToArray(), Is.EqualTo(bytes));
    }

    /// <summary>The fault of an early chunk comes up at the next one or at the end, as itself.</summary>
    [TestCase(600_000)]
    [TestCase(5_000_000)]
    public void A_fault_behind_is_thrown_as_it_is(int length)
    {
        using var behind = new WriteBehindStream(new FullDisk());
        Assert.That(() =>
        {
            for (int at = 0; at < length; at += 1000)
                behind.Write(new byte[1000]);
            behind.Flush();
        }, Throws.TypeOf<IOException>().With.Message.EqualTo("the disk is full"));
    }

    /// <summary>Closing waits: nothing writes to a file that is closed, and a fault that nobody asked for does not tear the program down.</summary>
    [Test]
    public void Closing_waits_and_is_silent()
    {
        var behind = new WriteBehindStream(new FullDisk());
        behind.Write(new byte[600_000]);
        Assert.That(behind.Dispose, Throws.Nothing);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("the disk is full");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("the disk is full");
    }
}
