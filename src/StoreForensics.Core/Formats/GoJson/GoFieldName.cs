using System.Text;

namespace StoreForensics.Formats.GoJson;

/// <summary>
/// Names of struct fields, which Go's decoder matches in any case (encoding/json of Go 1.22, decode.go, <c>object</c>: the field of exactly that name, else the
/// one whose folded name is the same; no engine's struct has two fields that fold alike). Keys of maps are not folded: see <see cref="JsonMap"/>.
/// </summary>
internal static class GoFieldName
{
    /// <param name="key">A member's name as it stands between its quotes.</param>
    /// <param name="field">A field's name, ASCII.</param>
    public static bool Matches(ReadOnlySpan<byte> key, ReadOnlySpan<byte> field)
    {
        // An escape or a letter beyond ASCII takes more bytes than what it folds to.
        if (key.Length <= field.Length)
            return Ascii.EqualsIgnoreCase(key, field);
        return (key.Contains((byte)'\\') || !Ascii.IsValid(key)) && FoldsTo(GoText.Unquote(key).Span, field);
    }

    // Two letters beyond ASCII fold to one in it: the long s, and the sign of the Kelvin (Unicode, CaseFolding.txt).
    private static bool FoldsTo(ReadOnlySpan<byte> key, ReadOnlySpan<byte> field)
    {
        foreach (byte expected in field)
        {
            if (Rune.DecodeFromUtf8(key, out Rune rune, out int bytes) != System.Buffers.OperationStatus.Done)
                return false;
            int folded = rune.Value switch
            {
                0x17F => 's',
                0x212A => 'k',
                >= 'A' and <= 'Z' => rune.Value | 0x20,
                _ => rune.Value,
            };
            if (folded != (expected is >= (byte)'A' and <= (byte)'Z' ? expected | 0x20 : expected))
                return false;
            key = key[bytes..];
        }
        return key.IsEmpty;
    }
}
