using StoreForensics.Cli.Output;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Terminal;

/// <summary>What standard output is shown on, and how: its width, whether in colour, whether by pages.</summary>
internal static class Screen
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    private static PagedOutput? s_pages;

    /// <summary>Whether somebody reads it as it comes, and no file or program.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected && StandardStreams.Instead.Value is null;

    /// <summary>Characters in a line.</summary>
    public static int Width => Dimension(() => Console.WindowWidth, UsualWidth);

    /// <summary>Lines.</summary>
    public static int Height => Dimension(() => Console.WindowHeight, UsualHeight);

    /// <summary>Whether severities and changes are in colour.</summary>
    public static bool HasColour { get; private set; }

    /// <summary>Whether somebody reads in a pager now, to whom an interrupt belongs.</summary>
    public static bool IsPaging => s_pages?.IsPaging == true;

    /// <summary>What takes standard output's bytes in place of the terminal; null when they go there.</summary>
    public static Stream? Pages => s_pages;

    /// <param name="colour"><c>auto</c>, <c>always</c> or <c>never</c>.</param>
    /// <param name="pages">Whether output that is longer than the screen is shown by a pager.</param>
    /// <exception cref="UsageException">None of the three.</exception>
    public static void Begin(string colour, bool pages)
    {
        HasColour = colour switch
        {
            "always" => true,
            "never" => false,
            "auto" => IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
            _ => throw new UsageException($"--color takes auto, always or never, not {DisplayText.Escape(colour)}"),
        };
        s_pages = null;
        if (!pages || !IsTerminal)
            return;
        s_pages = new PagedOutput(StandardStreams.OpenOutput(), Height, Width);
        StandardStreams.Reopen();
    }

    /// <summary>Shows what is still held back, and waits for who reads.</summary>
    public static void End()
    {
        if (s_pages is not { } pages)
            return;
        pages.Close();
        s_pages = null;
        StandardStreams.Reopen();
    }

    private static int Dimension(Func<int> ask, int usual)
    {
        try
        {
            return ask() is > 0 and int size ? size : usual;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return usual;
        }
    }
}
