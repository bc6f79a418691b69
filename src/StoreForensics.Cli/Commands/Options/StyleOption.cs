using System.CommandLine;
using StoreForensics.Primitives;
using StoreForensics.Reports.Pdf.Styles;

namespace StoreForensics.Cli.Commands.Options;

/// <summary><c>--style FILE</c>: the house style of the PDF. The examiner's own file, read before the evidence is opened.</summary>
internal static class StyleOption
{
    public static Option<string?> Make() => new("--style")
    {
        Description = "The PDF's title, logo, colours and sections, as in templates/house-style.json",
        HelpName = "FILE"
    };

    /// <exception cref="UsageException">The file or its logo cannot be read, or holds what is not known.</exception>
    public static HouseStyle Read(string? path)
    {
        if (path is null)
            return HouseStyle.Default;
        try
        {
            HouseStyle style = HouseStyle.Parse(ReadAll(path, HouseStyle.LargestFile));
            if (style.LogoFile is null)
                return style;
            string logo = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, style.LogoFile);
            return style with { Logo = HouseLogo.Read(ReadAll(logo, HouseLogo.LargestFile)) };
        }
        catch (UsageException e)
        {
            throw new UsageException($"--style {DisplayText.Escape(path)}: {e.Message}");
        }
    }

    /// <summary>A file that the user named, beside the evidence.</summary>
    /// <exception cref="UsageException">It cannot be read, or is larger than that.</exception>
    internal static byte[] ReadAll(string path, int most)
    {
        GivenFile.Check(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > most)
                throw new UsageException($"{DisplayText.Escape(path)} has more than {most / 1024} KiB");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{DisplayText.Escape(path)} cannot be read: {DisplayText.Escape(e.Message)}");
        }
    }
}
