using System.Buffers.Binary;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Pdf.Styles;

/// <summary>A JPEG (ITU-T T.81, annex B) as far as a PDF must know it: size and number
/// of colours. The stream itself is a PDF's DCTDecode data as it is.</summary>
internal static class JpegImage
{
    /// <exception cref="UsageException">There is no frame, or one that PDF viewers do not read.</exception>
    public static HouseLogo Read(ReadOnlySpan<byte> file)
    {
        int at = 2;
        while (at + 4 <= file.Length && file[at] == 0xff)
        {
            byte marker = file[at + 1];
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (marker is 0xc0 or 0xc1 or 0xc2 && length >= 8 && at + 2 + length <= file.Length)
                return Frame(file, file.Slice(at + 4, length - 2));
            if (marker is 0xda or 0xd9 || length < 2)
                break;
            at += 2 + length;
        }
        throw new UsageException("the logo is a JPEG without a baseline or progressive frame");
    }

    private static HouseLogo Frame(ReadOnlySpan<byte> file, ReadOnlySpan<byte> frame)
    {
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), colours = frame[5];
        HouseLogo.CheckSize(width, height);
        if (frame[0] != 8 || colours is not (1 or 3))
            throw new UsageException("the logo must be a JPEG of 8 bits in grey or RGB (YCbCr), not CMYK");
        string space = colours == 1 ? "DeviceGray" : "DeviceRGB";
        return new HouseLogo(width, height, file.ToArray(), $"/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent 8/Filter/DCTDecode",
            isCompressed: true);
    }
}
