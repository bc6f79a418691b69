using StoreForensics.Cli.Output;
using StoreForensics.Ingest;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Reads the key of encrypted volumes: from a file, or from who sits at the terminal. It is never a word of the
/// command line, which others can see.</summary>
internal static class KeyInput
{
    private const string Asked = "-";

    /// <summary>Null where none is given.</summary>
    /// <param name="place">The file, or <c>-</c>.</param>
    /// <param name="evidence">The evidences of the call.</param>
    /// <exception cref="UsageException">The file cannot be read, or is none that a key can be.</exception>
    public static DiskKey? Read(string? place, IEnumerable<string> evidence)
    {
        if (place is null)
            return null;
        if (place == Asked && evidence.Contains(Asked, StringComparer.Ordinal))
            throw new UsageException("--key - and an evidence of - both want standard input: give the key in a file");
        byte[] key = place == Asked ? Ask() : FromFile(place);
        return key.Length is > 0 and <= DiskKey.MaxBytes ? new DiskKey(key)
            : throw new UsageException($"--key {DisplayText.Escape(place)}: {key.Length} bytes are no key: from 1 to {DiskKey.MaxBytes} are");
    }

    private static byte[] FromFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[DiskKey.MaxBytes + 1];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--key {DisplayText.Escape(path)}: cannot be read: {DisplayText.Escape(e.Message)}");
        }
    }

    // Nothing is shown of what is typed. Where there is no terminal, the first line of standard input is it.
    private static byte[] Ask()
    {
        if (!Console.IsInputRedirected)
        {
            Console.Error.Write("Passphrase: ");
            var typed = new List<char>();
            while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
            {
                if (key.Key == ConsoleKey.Backspace && typed.Count > 0)
                    typed.RemoveAt(typed.Count - 1);
                else if (key.KeyChar != '\0' && key.Key != ConsoleKey.Backspace)
                    typed.Add(key.KeyChar);
            }
            Console.Error.WriteLine();
            return System.Text.Encoding.UTF8.GetBytes([.. typed]);
        }
        using Stream input = StandardStreams.OpenInput();
        var line = new List<byte>();
        for (int next; (next = input.ReadByte()) is not (-1 or '\n') && line.Count <= DiskKey.MaxBytes;)
            line.Add((byte)next);
        return [.. line];
    }
}
