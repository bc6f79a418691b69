using System.Text;
using StoreForensics.Formats.TarSplit;

namespace StoreForensics.Tests.Formats.TarSplit;

public sealed class Crc64Test
{
    /// <summary>The check values of docker-storage-formats.md section 6.</summary>
    [TestCase("", 0UL)]
    [TestCase("123456789", 0xb90956c775a41001UL)]
    [TestCase("hello\n", 0x614c3eeee2d81000UL)]
    public void CheckValues(string text, ulong value) => Assert.That(Crc64.Of(Encoding.ASCII.GetBytes(text)), Is.EqualTo(value));

    [Test]
    public void EightBytesAStepGiveWhatOneBitAStepGives()
    {
        var random = new Random(1);
        for (int length = 0; length < 100; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.That(Crc64.Of(bytes), Is.EqualTo(BitByBit(bytes)));
        }
    }

    [Test]
    public void PiecesGiveTheSameAsTheWhole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 50).Select(i => (byte)(i * 37))];
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var crc = default(Crc64);
            crc.Append(bytes.AsSpan(0, cut));
            crc.Append(bytes.AsSpan(cut));
            Assert.That(crc.Value, Is.EqualTo(Crc64.Of(bytes)));
        }
    }

    private static ulong BitByBit(byte[] bytes)
    {
        ulong crc = ulong.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xD800000000000000;
        }
        return ~crc;
    }
}
