using System.Buffers.Binary;
using System.Text;

namespace StoreForensics.Reports.Pdf.Objects;

/// <summary>
/// The sRGB colour space as a display profile (ICC.1:2004-10, version 4.2, the one that PDF 1.7 names; sRGB: IEC 61966-2-1), built here so that no file of
/// unclear licence is needed. PDF/A wants it as output intent wherever a page uses device colours (ISO 19005-2, 6.2.4.3).
/// </summary>
internal static class SrgbProfile
{
    private const int HeaderLength = 128;

    public static byte[] Build()
    {
        byte[] curve = Parametric([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);
        (string Tag, byte[] Data)[] tags =
        [
            ("desc", Localised("sRGB IEC61966-2-1")),
            ("cprt", Localised("No copyright, use freely")),
            ("wtpt", Xyz(0.9642, 1, 0.8249)),
            // The primaries and D65 adapted to D50 by the Bradford matrix, which chad holds.
            ("chad", Fixed("sf32", [1.0478112, 0.0228866, -0.0501270, 0.0295424, 0.9904844, -0.0170491, -0.0092345, 0.0150436, 0.7521316])),
            ("rXYZ", Xyz(0.4360747, 0.2225045, 0.0139322)),
            ("gXYZ", Xyz(0.3850649, 0.7168786, 0.0971045)),
            ("bXYZ", Xyz(0.1430804, 0.0606169, 0.7141733)),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve),
        ];
        int at = HeaderLength + 4 + (12 * tags.Length);
        byte[] profile = new byte[at + tags.Sum(tag => tag.Data.Length)];
        WriteHeader(profile);
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(HeaderLength), tags.Length);
        for (int i = 0; i < tags.Length; i++)
        {
            Span<byte> entry = profile.AsSpan(HeaderLength + 4 + (12 * i));
            Encoding.ASCII.GetBytes(tags[i].Tag, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], tags[i].Data.Length);
            tags[i].Data.CopyTo(profile, at);
            at += tags[i].Data.Length;
        }
        return profile;
    }

    // Offsets of ICC.1:2004-10, 7.2. The date is that of nothing: a fixed one, since a profile must have one.
    private static void WriteHeader(Span<byte> header)
    {
        BinaryPrimitives.WriteInt32BigEndian(header, header.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], 0x04200000);
        "mntrRGB XYZ "u8.CopyTo(header[12..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[24..], 2000);
        BinaryPrimitives.WriteUInt16BigEndian(header[26..], 1);
        BinaryPrimitives.WriteUInt16BigEndian(header[28..], 1);
        "acsp"u8.CopyTo(header[36..]);
        WriteFixed(header[68..], 0.9642);
        WriteFixed(header[72..], 1);
        WriteFixed(header[76..], 0.8249);
    }

    private static byte[] Xyz(double x, double y, double z) => Fixed("XYZ ", [x, y, z]);

    // f(x) = (a x + b)^g for x >= d, else c x: parametricCurveType, function type 3.
    private static byte[] Parametric(double[] values)
    {
        byte[] body = Fixed("para", [0, .. values]);
        body[9] = 3;
        return body;
    }

    private static byte[] Fixed(string type, double[] values)
    {
        byte[] data = new byte[8 + (4 * values.Length)];
        Encoding.ASCII.GetBytes(type, data);
        for (int i = 0; i < values.Length; i++)
            WriteFixed(data.AsSpan(8 + (4 * i)), values[i]);
        return data;
    }

    private static byte[] Localised(string text)
    {
        byte[] data = new byte[(28 + (2 * text.Length) + 3) & ~3];
        "mluc"u8.CopyTo(data);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(12), 12);
        "enUS"u8.CopyTo(data.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(20), 2 * text.Length);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(24), 28);
        Encoding.BigEndianUnicode.GetBytes(text, data.AsSpan(28));
        return data;
    }

    // s15Fixed16Number
    private static void WriteFixed(Span<byte> target, double value) =>
        BinaryPrimitives.WriteInt32BigEndian(target, (int)Math.Round(value * 65536, MidpointRounding.AwayFromZero));
}
