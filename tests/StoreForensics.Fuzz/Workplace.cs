namespace StoreForensics.Fuzz;

/// <summary>A directory for targets that want a file: the input's, with the files that belong beside it.</summary>
internal sealed class Workplace : IDisposable
{
    private Seed? _written;

    public Workplace(IEnumerable<Seed> beside)
    {
        foreach (Seed seed in beside)
            System.IO.File.WriteAllBytes(Path.Combine(Directory, Path.GetFileName(seed.Name)), seed.Bytes);
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("sf-fuzz-").FullName;

    /// <summary>The input as a file. That of an image is kept, and only what changed is written.</summary>
    public string File(Input input)
    {
        string path = Path.Combine(Directory, "input" + Path.GetExtension(input.Seed.Name));
        if (input.Bytes != input.Seed.Bytes || input.Length < input.Bytes.Length || input.Bytes.Length < 1 << 16)
        {
            _written = null;
            System.IO.File.WriteAllBytes(path, input.Memory.Span);
            return path;
        }
        if (_written != input.Seed)
        {
            byte[] whole = [.. input.Bytes];
            for (int i = input.Changes.Count - 1; i >= 0; i--)
                whole[input.Changes[i].At] = input.Changes[i].Was;
            System.IO.File.WriteAllBytes(path, whole);
            _written = input.Seed;
        }
        Write(path, input, static (input, change) => input.Bytes[change.At]);
        return path;
    }

    /// <summary>To be called before the input's changes are taken back.</summary>
    public void Restore(Input input)
    {
        if (_written != input.Seed)
            return;
        string path = Path.Combine(Directory, "input" + Path.GetExtension(input.Seed.Name));
        using FileStream file = System.IO.File.OpenWrite(path);
        for (int i = input.Changes.Count - 1; i >= 0; i--)
        {
            file.Position = input.Changes[i].At;
            file.WriteByte(input.Changes[i].Was);
        }
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private static void Write(string path, Input input, Func<Input, (int At, byte Was), byte> value)
    {
        using FileStream file = System.IO.File.OpenWrite(path);
        foreach ((int At, byte Was) change in input.Changes)
        {
            file.Position = change.At;
            file.WriteByte(value(input, change));
        }
    }
}
