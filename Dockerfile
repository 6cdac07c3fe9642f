FROM python:3.11-slim
WORKDIR /app
RUN useradd --create-home orion && mkdir var && chown orion var
COPY uv.txt requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r uv.txt \
 && uv pip sync --system --no-cache --compile-bytecode --require-hashes requirements.txt uv.txt
COPY . .
USER orion
ENV DJANGO_SETTINGS_MODULE=config.settings.production PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8"]
