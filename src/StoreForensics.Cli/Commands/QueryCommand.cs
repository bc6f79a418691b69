using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;
using StoreForensics.Reports.Parquet.Queries;
using StoreForensics.Reports.Sqlite.Questions;

namespace StoreForensics.Cli.Commands;

/// <summary><c>query CASE... "SQL"</c>: SQL (DuckDB) over Parquet cases.</summary>
internal sealed class QueryCommand
{
    private readonly Argument<string[]> _words = new("CASE")
    {
        Description = "One or more Parquet cases (analyze -o NAME.case/), then the SQL: one query over the tables and views of docs/parquet.md",
        HelpName = "CASE... SQL",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "table, csv or json (one object per line)",
        HelpName = "table|csv|json",
        DefaultValueFactory = _ => "table",
    }.Suggesting("table", "csv", "json");

    private readonly Option<string?> _output = new("--output", "-o") { Description = "A file whose ending chooses what is written: .parquet, .csv, .jsonl", HelpName = "FILE" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite the output if it exists" };
    private readonly Option<bool> _rawCsv = new("--raw-csv") { Description = "CSV cells as they are, even if a spreadsheet would run them" };
    private readonly Option<string?> _scratch = new("--scratch") { Description = "Where temporary files may go", HelpName = "DIR" };

    public static Command Build()
    {
        var self = new QueryCommand();
        var command = new Command("query", "SQL over Parquet cases, of one host or many") { self._words, self._format, self._output, self._force, self._rawCsv, self._scratch };
        command.SetAction(self.Run);
        return command;
    }

    private int Run(ParseResult call)
    {
        string[] words = call.GetValue(_words)!;
        if (words.Length < 2)
            throw new UsageException("query needs a Parquet case and the SQL\ntry: storeforensics query --help");
        string[] cases = words[..^1];
        string sql = words[^1], format = call.GetValue(_format)!;
        if (format is not ("table" or "csv" or "json"))
            throw new UsageException($"unknown format {DisplayText.Escape(format)}; known are table, csv and json");
        using var scratch = new Scratch(call.GetValue(_scratch));
        UnfinishedOutputs.Record.Value = scratch;
        if (call.GetValue(_output) is { } output)
            WriteFile(call, cases, sql, output, scratch);
        else
            Print(call, cases, sql, format, scratch);
        return ExitCodes.Done;
    }

    private void Print(ParseResult call, string[] cases, string sql, string format, Scratch scratch)
    {
        using var answers = ParquetAnswers.Open(cases, scratch.PathFor("duckdb"));
        (IReadOnlyList<string> columns, IEnumerable<Answer> rows) = answers.Query(sql);
        if (format == "table")
        {
            AnswerPrinter.Table(columns, [.. rows], hidesOneEvidence: false);
            return;
        }
        using BufferedStream target = StandardOutput.Open();
        Write(call, columns, rows, target, asCsv: format == "csv");
        target.Flush();
    }

    private void Write(ParseResult call, IReadOnlyList<string> columns, IEnumerable<Answer> rows, Stream target, bool asCsv)
    {
        if (asCsv)
            AnswerPrinter.Csv(columns, rows, target, guardsFormulas: !call.GetValue(_rawCsv));
        else
            AnswerPrinter.Lines(rows, target);
    }

    private void WriteFile(ParseResult call, string[] cases, string sql, string output, Scratch scratch)
    {
        string ending = Path.GetExtension(output);
        if (ending is not (".parquet" or ".csv" or ".jsonl"))
            throw new UsageException($"{DisplayText.Escape(output)}: the ending tells what to write; known are .parquet, .csv and .jsonl");
        // Cases are read here, and whoever reads one does not write into it.
        var guard = new EvidenceGuard(cases, null);
        OutputPlace place = guard.Claim(output, call.GetValue(_force));
        guard.Complete([]);
        if (ending == ".parquet")
        {
            OutputFile.WriteAt(place, partial =>
            {
                using var answers = ParquetAnswers.Open(cases, scratch.PathFor("duckdb"), partial);
                answers.CopyTo(partial, sql);
                return true;
            });
            return;
        }
        using var opened = ParquetAnswers.Open(cases, scratch.PathFor("duckdb"));
        (IReadOnlyList<string> columns, IEnumerable<Answer> rows) = opened.Query(sql);
        OutputFile.Write(place, stream =>
        {
            Write(call, columns, rows, stream, asCsv: ending == ".csv");
            return true;
        });
    }
}
