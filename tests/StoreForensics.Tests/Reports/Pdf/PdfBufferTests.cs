using System.Text;
using StoreForensics.Reports.Pdf.Objects;

namespace StoreForensics.Tests.Reports.Pdf;

public sealed class PdfBufferTests
{
    [TestCase(0, "0 ")]
    [TestCase(12, "12 ")]
    [TestCase(595.28, "595.28 ")]
    [TestCase(-0.5, "-0.5 ")]
    [TestCase(0.06, "0.06 ")]
    [TestCase(1.999, "2 ")]
    [TestCase(-0.001, "0 ")]
    [TestCase(1e9, "1000000000 ")]
    public void Numbers_are_rounded_to_hundredths(double value, string written) => Assert.That(Written(b => b.Real(value)), Is.EqualTo(written));

    [Test]
    public void Text_is_UTF_16_in_hexadecimal() => Assert.That(Written(b => b.Text("A(é😀")), Is.EqualTo("<FEFF0041002800E9D83DDE00>"));

    [Test]
    public void It_grows()
    {
        var buffer = new PdfBuffer();
        for (int i = 0; i < 10_000; i++)
            buffer.Add("0123456789"u8);
        Assert.That(buffer.Written.Length, Is.EqualTo(100_000));
        buffer.Clear();
        Assert.That(buffer.Written.Length, Is.Zero);
    }

    private static string Written(Action<PdfBuffer> write)
    {
        var buffer = new PdfBuffer();
        write(buffer);
        return Encoding.ASCII.GetString(buffer.Written);
    }
}
